package io.stageline.contact.write;

import io.stageline.contact.write.ContactCommand.EraseContact;
import io.stageline.contact.write.ContactRequests.ContactChange;
import io.stageline.contact.write.ContactRequests.NewContact;
import io.stageline.http.Caller;
import io.stageline.write.BodyOf;
import io.stageline.write.CommandPort;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Commands to contacts over HTTP. */
@RestController
@RequestMapping(path = "/v1/contacts", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Contacts")
class ContactApi {
    private final CommandPort port;
    private final ContactIds ids;

    ContactApi(CommandPort port, ContactIds ids) {
        this.port = port;
        this.ids = ids;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "addContact", summary = "Add a contact; one known by its external id is answered as it is")
    @ApiResponse(responseCode = "201", description = "Added", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "200",
            description = "A contact with this external id was there already",
            useReturnTypeSchema = true)
    Mono<ResponseEntity<ContactAnswer>> add(
            @RequestBody @BodyOf(NewContact.class) byte[] body, Caller caller, ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                NewContact.class,
                ContactAnswer.class,
                wish -> wish.command(caller.tenant(), ids.of(caller.tenant(), wish.externalId())));
    }

    @PatchMapping(path = "/{contactId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "changeContact", summary = "Change name, e-mail or phone of a contact; null empties")
    Mono<ResponseEntity<ContactAnswer>> change(
            @PathVariable UUID contactId,
            @RequestBody @BodyOf(ContactChange.class) byte[] body,
            Caller caller,
            ServerWebExchange exchange) {
        return port.send(
                exchange,
                caller,
                body,
                ContactChange.class,
                ContactAnswer.class,
                wish -> wish.command(caller.tenant(), contactId));
    }

    @DeleteMapping("/{contactId}")
    @Operation(
            operationId = "eraseContact",
            summary = "Erase a contact: its key is destroyed and nothing personal of it can be read any more")
    Mono<ResponseEntity<ContactAnswer>> erase(@PathVariable UUID contactId, Caller caller, ServerWebExchange exchange) {
        return port.send(exchange, caller, ContactAnswer.class, new EraseContact(caller.tenant(), contactId));
    }
}
