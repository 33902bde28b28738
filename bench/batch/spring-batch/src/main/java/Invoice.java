import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.springframework.batch.item.file.transform.FieldSet;

/** An invoice as the ledger keeps it. */
record Invoice(
    UUID id, long rowNumber, String number, String customerName, String currency, long totalMinor, Instant issuedAt) {

  private static final long SEED = System.nanoTime();
  private static long read;

  /** From the row that is read next; one thread reads. */
  static Invoice of(final FieldSet row) {
    read += 1;
    final String currency = row.readString("currency");
    final int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    return new Invoice(
        ascendingId(),
        read,
        row.readString("invoiceNumber"),
        row.readString("customerName"),
        currency,
        new BigDecimal(row.readString("amount")).movePointRight(digits).longValueExact(),
        Instant.parse(row.readString("issuedAt")));
  }

  /** A UUIDv7 (RFC 9562 section 5.7) whose random part counts up, so that each is greater than the one before. */
  private static UUID ascendingId() {
    final long time = System.currentTimeMillis() << 16 | 0x7000L | (read >>> 50 & 0xfff);
    return new UUID(time, 0x8000_0000_0000_0000L | (SEED & 0xfffL) << 50 | read & 0x3_ffff_ffff_ffffL);
  }
}
