package io.stageline.projection.admin;

import io.stageline.eventlog.EventTypes;
import io.stageline.eventlog.Schema;
import io.stageline.projection.Catalog;
import io.stageline.projection.Feeding;
import io.stageline.projection.Generations;
import io.stageline.projection.Projection;
import io.stageline.projection.bulk.Jobs;
import io.stageline.projection.bulk.Rebuild;
import io.stageline.projection.parked.Letters;
import io.stageline.projection.verify.Gate;
import io.stageline.projection.verify.Verification;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The wiring of what administrators may do over HTTP; only here a server uses its administrator's connections after its start. */
@Configuration(proxyBeanMethods = false)
class Administration {

    @Bean(destroyMethod = "close")
    Requests administratorsRequests() {
        return new Requests();
    }

    @Bean(destroyMethod = "close")
    JobRunner jobRunner(Jobs jobs, Clock clock) {
        return new JobRunner(jobs, clock);
    }

    @Bean
    Jobs jobs(Environment settings, Clock clock) {
        return new Jobs(administrator(settings), clock);
    }

    @Bean
    OwnGenerations ownGenerations(List<Projection> projections, Jobs jobs, Environment settings) {
        return new OwnGenerations(projections, jobs, administrator(settings));
    }

    @Bean
    Proving proving(
            Environment settings,
            @Value("${stageline.database.url}") String url,
            @Value("${stageline.database.project-password}") String password,
            EventTypes types,
            Letters letters) {
        var verification = new Verification(plain(url, password), types, new Catalog(), new SplittableRandom());
        var administrator = administrator(settings);
        return new Proving(new Gate(administrator, verification, new Catalog()), letters, administrator);
    }

    /** Proofs set up their connections themselves. */
    private static DataSource plain(String url, String password) {
        var database = new PGSimpleDataSource();
        database.setUrl(url);
        database.setUser(Schema.PROJECT);
        database.setPassword(password);
        return database;
    }

    @Bean
    Promotion promotion(Environment settings, Proving proving, Feeding feeding) {
        return new Promotion(administrator(settings), proving, feeding);
    }

    @Bean
    ReplayDesk replayDesk(
            Environment settings,
            OwnGenerations generations,
            Jobs jobs,
            JobRunner runner,
            Proving proving,
            Promotion promotion,
            Feeding feeding,
            Letters letters,
            EventTypes types,
            Clock clock) {
        var administrator = administrator(settings);
        var rebuild = new Rebuild(administrator, types, new Catalog(), new Generations(administrator), letters, clock);
        return new ReplayDesk(
                new TenantJobs(administrator, jobs), generations, jobs, runner, rebuild, proving, promotion, feeding);
    }

    @Bean
    GenerationDesk generationDesk(
            Environment settings,
            OwnGenerations generations,
            Promotion promotion,
            Feeding feeding,
            @Qualifier("projectionDataSource") DataSource projecting) {
        return new GenerationDesk(
                generations, new Generations(administrator(settings)), promotion, feeding, projecting);
    }

    @Bean
    LetterDesk letterDesk(
            List<Projection> projections, OwnGenerations generations, Letters letters, Environment settings) {
        return new LetterDesk(projections, generations, letters, administrator(settings));
    }

    /** Handed over by the server as it is: an address would have to carry a password. */
    private static DataSource administrator(Environment settings) {
        return settings.getRequiredProperty("stageline.administrator", DataSource.class);
    }
}
