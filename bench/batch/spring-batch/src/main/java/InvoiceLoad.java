import com.zaxxer.hikari.HikariDataSource;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobExecution;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.item.database.JdbcBatchItemWriter;
import org.springframework.batch.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.item.file.FlatFileItemReader;
import org.springframework.batch.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Loads a file of invoices as Spring Batch's own guide does it: one step, a flat file reader, a JDBC writer, chunks of 1,000.
 * Prints one line of JSON with what the job says of itself.
 */
public final class InvoiceLoad {
  private static final int CHUNK = 1_000;

  public static void main(final String[] args) throws Exception {
    final String file = args[0];
    final String insert = args[1];
    try (HikariDataSource dataSource = connect()) {
      final JdbcTransactionManager transactions = new JdbcTransactionManager(dataSource);
      final JobRepository repository = openRepository(dataSource, transactions);
      final Step step = new StepBuilder("load", repository)
          .<Invoice, Invoice>chunk(CHUNK, transactions)
          .reader(read(file))
          .writer(write(dataSource, insert))
          .build();
      final Job job = new JobBuilder("invoices", repository).start(step).build();
      final TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
      launcher.setJobRepository(repository);
      launcher.afterPropertiesSet();
      final JobExecution execution =
          launcher.run(job, new JobParametersBuilder().addString("file", file).addLong("at", System.nanoTime()).toJobParameters());
      if (execution.getStatus() != BatchStatus.COMPLETED) {
        execution.getAllFailureExceptions().forEach(Throwable::printStackTrace);
        System.exit(1);
      }
      final StepExecution result = execution.getStepExecutions().iterator().next();
      final Duration took = Duration.between(execution.getStartTime(), execution.getEndTime());
      System.out.println("{\"seconds\":" + took.toMillis() / 1e3 + ",\"written\":" + result.getWriteCount() + "}");
    }
  }

  /** The address comes with the environment, as it holds a password. */
  private static HikariDataSource connect() {
    final HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(System.getenv("JDBC_URL"));
    dataSource.setUsername(System.getenv("JDBC_USER"));
    dataSource.setPassword(System.getenv("JDBC_PASSWORD"));
    dataSource.addDataSourceProperty("reWriteBatchedInserts", "true");
    return dataSource;
  }

  private static JobRepository openRepository(
      final DataSource dataSource, final PlatformTransactionManager transactions) throws Exception {
    final String scripts = "org/springframework/batch/core/";
    DatabasePopulatorUtils.execute(
        new ResourceDatabasePopulator(
            new ClassPathResource(scripts + "schema-drop-postgresql.sql"),
            new ClassPathResource(scripts + "schema-postgresql.sql")),
        dataSource);
    final JobRepositoryFactoryBean factory = new JobRepositoryFactoryBean();
    factory.setDataSource(dataSource);
    factory.setTransactionManager(transactions);
    factory.afterPropertiesSet();
    return factory.getObject();
  }

  private static FlatFileItemReader<Invoice> read(final String file) {
    return new FlatFileItemReaderBuilder<Invoice>()
        .name("invoices")
        .resource(new FileSystemResource(file))
        .linesToSkip(1)
        .delimited()
        .names("invoiceNumber", "customerName", "amount", "currency", "issuedAt", "issueDate", "simulated")
        .fieldSetMapper(Invoice::of)
        .build();
  }

  private static JdbcBatchItemWriter<Invoice> write(final DataSource dataSource, final String insert) {
    final JdbcBatchItemWriter<Invoice> writer = new JdbcBatchItemWriterBuilder<Invoice>()
        .dataSource(dataSource)
        .sql(insert)
        .itemPreparedStatementSetter(InvoiceLoad::set)
        .build();
    writer.afterPropertiesSet();
    return writer;
  }

  private static void set(final Invoice invoice, final PreparedStatement statement) throws SQLException {
    statement.setObject(1, invoice.id());
    statement.setLong(2, invoice.rowNumber());
    statement.setString(3, invoice.number());
    statement.setString(4, invoice.customerName());
    statement.setString(5, invoice.currency());
    statement.setLong(6, invoice.totalMinor());
    statement.setLong(7, invoice.totalMinor());
    final OffsetDateTime issuedAt = invoice.issuedAt().atOffset(ZoneOffset.UTC);
    statement.setObject(8, issuedAt.toLocalDate());
    statement.setObject(9, issuedAt);
  }
}
