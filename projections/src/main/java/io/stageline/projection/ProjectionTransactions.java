package io.stageline.projection;

import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** Spring's transactions as Axon wants to see them. */
record ProjectionTransactions(PlatformTransactionManager manager) implements TransactionManager {

    @Override
    public Transaction startTransaction() {
        return new Running(manager, manager.getTransaction(new DefaultTransactionDefinition()));
    }

    private record Running(PlatformTransactionManager manager, TransactionStatus status) implements Transaction {
        @Override
        public void commit() {
            manager.commit(status);
        }

        @Override
        public void rollback() {
            if (!status.isCompleted()) manager.rollback(status);
        }
    }
}
