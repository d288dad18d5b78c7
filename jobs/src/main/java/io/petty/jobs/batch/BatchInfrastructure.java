package io.petty.jobs.batch;

import io.petty.lake.database.LakeDatabase;
import java.io.ObjectInputFilter;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.JobOperatorFactoryBean;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.DefaultExecutionContextSerializer;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The components of Spring Batch on a lake's database, without an application context.
 *
 * @param repository the records of jobs and steps
 * @param operator starts jobs on the caller's thread
 * @param transaction runs transactions of the repository's database
 */
public record BatchInfrastructure(JobRepository repository, JobOperator operator, TransactionOperations transaction) {
    /**
     * Execution contexts hold only our own records, Iceberg's data files, and classes that Spring Batch allows by
     * default. No other class is deserialized.
     */
    private static final String OUR_CLASSES = "io.petty.**;org.apache.iceberg.**;";

    /** Opens the records of jobs in a database that has Spring Batch's tables. */
    public static BatchInfrastructure over(LakeDatabase database) {
        PlatformTransactionManager transactions = database.transactionManager();
        try {
            JobRepository repository = repository(database, transactions);
            return new BatchInfrastructure(
                    repository, operator(repository, transactions), new TransactionTemplate(transactions));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The records of Spring Batch can't be opened", e);
        }
    }

    private static JobRepository repository(LakeDatabase database, PlatformTransactionManager transactions)
            throws Exception {
        DefaultExecutionContextSerializer serializer = new DefaultExecutionContextSerializer();
        serializer.setObjectInputFilter(ObjectInputFilter.Config.createFilter(
                OUR_CLASSES + DefaultExecutionContextSerializer.DEFAULT_FILTER_PATTERN));
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(database.dataSource());
        factory.setTransactionManager(transactions);
        factory.setSerializer(serializer);
        factory.afterPropertiesSet();
        return factory.getObject();
    }

    private static JobOperator operator(JobRepository repository, PlatformTransactionManager transactions)
            throws Exception {
        JobOperatorFactoryBean factory = new JobOperatorFactoryBean();
        factory.setJobRepository(repository);
        factory.setTransactionManager(transactions);
        // Jobs are passed as objects and never looked up by name.
        factory.setJobRegistry(new MapJobRegistry());
        factory.afterPropertiesSet();
        return factory.getObject();
    }
}
