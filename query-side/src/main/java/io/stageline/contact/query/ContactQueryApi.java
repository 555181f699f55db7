package io.stageline.contact.query;

import io.stageline.contact.query.ContactQueries.Contact;
import io.stageline.contact.query.ContactQueries.Contacts;
import io.stageline.contact.query.ContactQueries.OneContact;
import io.stageline.http.Caller;
import io.stageline.query.Page;
import io.stageline.query.TenantReads;
import io.stageline.query.When;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes that ask about contacts. */
@RestController
@RequestMapping(path = "/v1/contacts", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Contacts")
class ContactQueryApi {
    private final TenantReads reads;

    ContactQueryApi(TenantReads reads) {
        this.reads = reads;
    }

    @GetMapping
    @Operation(
            operationId = "listContacts",
            summary = "Lists contacts, oldest first",
            description = "q: a part of the name, or exactly the external id or the e-mail address.")
    Mono<ResponseEntity<Page<Contact>>> contacts(
            Caller caller,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new Contacts(q, limit, cursor);
        return reads.read(caller, minPosition, When.NOW, reading -> ContactReads.answer(question, reading));
    }

    @GetMapping("/{contactId}")
    @Operation(operationId = "getContact", summary = "Shows one contact")
    Mono<ResponseEntity<Contact>> contact(
            Caller caller, @PathVariable UUID contactId, @RequestParam(required = false) @Nullable Long minPosition) {
        var question = new OneContact(contactId);
        return reads.read(caller, minPosition, When.NOW, reading -> ContactReads.answer(question, reading));
    }
}
