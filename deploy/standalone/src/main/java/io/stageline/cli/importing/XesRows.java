package io.stageline.cli.importing;

import io.stageline.standalone.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The events of an XES log (IEEE 1849), trace by trace; a trace's attributes are its events' {@code case:} columns. */
final class XesRows implements RowSource {
    private static final Field[] NOBODY = {};

    private final SourceFile file;
    private final InputStream text;
    private final XMLStreamReader xml;
    private final Map<String, Field[]> wanted;
    private final Set<String> seen = new HashSet<>();
    private final ArrayDeque<@Nullable String[]> events = new ArrayDeque<>();
    private @Nullable String[] trace = blank();
    private @Nullable String[] event = blank();
    private long number;

    private XesRows(SourceFile.Opened opened, XMLStreamReader xml, Columns columns) {
        this.file = opened.file();
        this.text = opened.text();
        this.xml = xml;
        this.wanted = columns.byName();
    }

    static XesRows open(Path path, Columns columns) {
        SourceFile.Opened opened = SourceFile.open(path);
        try {
            XesRows rows = new XesRows(opened, closed().createXMLStreamReader(opened.text()), columns);
            if (rows.readTrace()) columns.refuseUnlessIn(rows.seen);
            return rows;
        } catch (XMLStreamException malformed) {
            throw Refusal.wrongUse(path + " is not XES: " + malformed.getMessage());
        }
    }

    /** A factory that opens nothing but the file itself: no DTD, no entity, no other address. */
    private static XMLInputFactory closed() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        return factory;
    }

    @Override
    public boolean next() throws IOException {
        try {
            while (events.isEmpty()) if (!readTrace()) return false;
        } catch (XMLStreamException malformed) {
            throw Refusal.wrongUse("The file cannot be read on after event " + number + ": " + malformed.getMessage());
        }
        event = events.remove();
        number++;
        return true;
    }

    /** Reads up to the end of the next trace, because a trace may tell its own attributes last. */
    private boolean readTrace() throws XMLStreamException {
        trace = blank();
        while (xml.hasNext()) {
            int what = xml.next();
            if (what == XMLStreamConstants.DTD) throw Refusal.wrongUse("A log with a DTD is not read");
            if (what == XMLStreamConstants.START_ELEMENT) begin(xml.getLocalName());
            if (what == XMLStreamConstants.END_ELEMENT && "trace".equals(xml.getLocalName())) return true;
        }
        return false;
    }

    private void begin(String element) throws XMLStreamException {
        switch (element) {
            case "log", "trace" -> {}
            case "event" -> events.add(readEvent());
            case "global" -> readGlobals(xml.getAttributeValue(null, "scope"));
            default -> attribute("case:", trace);
        }
    }

    private @Nullable String[] readEvent() throws XMLStreamException {
        @Nullable String[] values = blank();
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) attribute("", values);
        return values;
    }

    private void readGlobals(@Nullable String scope) throws XMLStreamException {
        String prefix = "trace".equals(scope) ? "case:" : "";
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) attribute(prefix, blank());
    }

    /** Takes the attribute that begins here and passes over those nested in it. */
    private void attribute(String prefix, @Nullable String[] into) throws XMLStreamException {
        String key = xml.getAttributeValue(null, "key");
        if (key != null) {
            String column = prefix.isEmpty() ? key : prefix + key;
            seen.add(column);
            for (Field field : wanted.getOrDefault(column, NOBODY))
                into[field.ordinal()] = xml.getAttributeValue(null, "value");
        }
        for (int depth = 1; depth > 0; ) {
            int what = xml.next();
            if (what == XMLStreamConstants.START_ELEMENT) depth++;
            if (what == XMLStreamConstants.END_ELEMENT) depth--;
        }
    }

    private static @Nullable String[] blank() {
        return new @Nullable String[Field.values().length];
    }

    @Override
    public long line() {
        return number;
    }

    @Override
    public @Nullable String text(Field field) {
        String own = event[field.ordinal()];
        return own == null ? trace[field.ordinal()] : own;
    }

    @Override
    public double progress() {
        return file.progress();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
