package io.petty.jobs.batch;

import io.petty.jobs.worker.Claim;
import io.petty.jobs.worker.PartitionClaims;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets a worker change only the records of partitions that it has. Spring Batch counts versions of a step's record, but
 * not of its context, in which the result is: a worker that was frozen and wakes up would put its own over another's.
 */
final class FencedRepository implements BeanPostProcessor {
    private final PartitionClaims claims;
    private final Map<Long, Claim> held = new ConcurrentHashMap<>();

    FencedRepository(PartitionClaims claims) {
        this.claims = claims;
    }

    void hold(Claim claim) {
        held.put(claim.stepExecution(), claim);
    }

    void release(Claim claim) {
        held.remove(claim.stepExecution());
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof JobRepository repository)) {
            return bean;
        }
        return Proxy.newProxyInstance(
                JobRepository.class.getClassLoader(),
                new Class<?>[] {JobRepository.class},
                (proxy, method, arguments) -> call(repository, method, arguments));
    }

    private @Nullable Object call(JobRepository repository, Method method, Object[] arguments) throws Throwable {
        if (!method.getName().startsWith("update") || !(arguments[0] instanceof StepExecution step)) {
            return invoke(repository, method, arguments);
        }
        Claim claim = held.get(step.getId());
        if (claim == null) {
            throw new IllegalStateException("%s isn't claimed".formatted(step.getStepName()));
        }
        claims.fenced(
                claim,
                method.getName().equals("update")
                        ? () -> repository.update(step)
                        : () -> repository.updateExecutionContext(step));
        return null;
    }

    private static @Nullable Object invoke(JobRepository repository, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(repository, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
