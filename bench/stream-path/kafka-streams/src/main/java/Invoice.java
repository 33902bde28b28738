import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Currency;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** What the figures want to know of a FACTURATION message. */
record Invoice(String currency, long amountMinor) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads only: invoices go through no topic of the topology's own. */
  static final Serde<Invoice> SERDE = Serdes.serdeFrom(
      (topic, invoice) -> {
        throw new UnsupportedOperationException("Invoices are not written.");
      },
      (Deserializer<Invoice>) (topic, bytes) -> parse(bytes));

  private static Invoice parse(final byte[] bytes) {
    String currency = null;
    String amount = null;
    try (JsonParser parser = JSON.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        final String name = parser.currentName();
        parser.nextToken();
        if (name.equals("currency")) currency = parser.getText();
        else if (name.equals("amount")) amount = parser.getText();
      }
    } catch (final IOException error) {
      throw new UncheckedIOException(error);
    }
    final int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    return new Invoice(currency, new BigDecimal(amount).movePointRight(digits).longValueExact());
  }
}
