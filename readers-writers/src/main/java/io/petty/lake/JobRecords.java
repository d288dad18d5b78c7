package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Queries and deletions of Spring Batch's job executions for which its own repository has no method. */
public final class JobRecords {
    private final JdbcClient database;

    public JobRecords(LakeDatabase lake) {
        this.database = lake.client();
    }

    /** Returns the id of the last execution of a job with this parameter value. */
    public Optional<Long> lastExecution(String job, String parameter, String value) {
        return database.sql("select e.job_execution_id from batch_job_execution e"
                        + " join batch_job_instance i on i.job_instance_id = e.job_instance_id"
                        + " join batch_job_execution_params p on p.job_execution_id = e.job_execution_id"
                        + " where i.job_name = ? and p.parameter_name = ? and p.parameter_value = ?"
                        + " order by e.job_execution_id desc fetch first 1 rows only")
                .params(job, parameter, value)
                .query(Long.class)
                .optional();
    }

    /** Returns the executions that were last updated before the given time. Spring Batch records local times. */
    public List<Long> lastUpdatedBefore(Instant time) {
        return database.sql(
                        "select job_execution_id from batch_job_execution"
                                + " where coalesce(end_time, last_updated, start_time, create_time) <= ? order by job_execution_id")
                .param(LocalDateTime.ofInstant(time, ZoneId.systemDefault()))
                .query(Long.class)
                .list();
    }

    /**
     * Deletes the contexts of completed jobs and their steps, including those of earlier executions. They hold the
     * inputs and results of partitions, by far the largest part of a job's records. Only a restart of an unfinished job
     * needs them.
     */
    public void deleteContextsOfCompletedJobs() {
        String executions = "(select job_execution_id from batch_job_execution where job_instance_id in"
                + " (select job_instance_id from batch_job_execution where status = 'COMPLETED'))";
        database.sql("delete from batch_step_execution_context where step_execution_id in"
                        + " (select step_execution_id from batch_step_execution where job_execution_id in "
                        + executions + ")")
                .update();
        database.sql("delete from batch_job_execution_context where job_execution_id in " + executions)
                .update();
    }

    /** Deletes executions with their steps, and jobs that have no execution left. */
    public void delete(Collection<Long> executions) {
        if (executions.isEmpty()) {
            return;
        }
        for (String statement : List.of(
                "delete from batch_step_execution_context where step_execution_id in"
                        + " (select step_execution_id from batch_step_execution where job_execution_id = ?)",
                "delete from batch_step_execution where job_execution_id = ?",
                "delete from batch_job_execution_context where job_execution_id = ?",
                "delete from batch_job_execution_params where job_execution_id = ?",
                "delete from batch_job_execution where job_execution_id = ?")) {
            executions.forEach(
                    execution -> database.sql(statement).param(execution).update());
        }
        database.sql("delete from batch_job_instance where job_instance_id not in"
                        + " (select job_instance_id from batch_job_execution)")
                .update();
    }
}
