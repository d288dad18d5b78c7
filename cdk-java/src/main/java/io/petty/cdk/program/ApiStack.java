package io.petty.cdk.program;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Permissions;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.network.NetworkStack;
import io.petty.cdk.settings.StageSettings;
import io.petty.cdk.storage.StorageStack;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.applicationautoscaling.EnableScalingProps;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.ecs.CpuUtilizationScalingProps;
import software.amazon.awscdk.services.ecs.DeploymentCircuitBreaker;
import software.amazon.awscdk.services.ecs.FargateService;
import software.amazon.awscdk.services.ecs.HealthCheck;
import software.amazon.awscdk.services.ecs.PortMapping;
import software.amazon.awscdk.services.ecs.ScalableTaskCount;
import software.amazon.awscdk.services.elasticloadbalancingv2.AddApplicationTargetsProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.IApplicationLoadBalancerMetrics;
import software.amazon.awscdk.services.elasticloadbalancingv2.IApplicationTargetGroupMetrics;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.RedirectOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.route53.ARecord;
import software.amazon.awscdk.services.route53.HostedZone;
import software.amazon.awscdk.services.route53.HostedZoneAttributes;
import software.amazon.awscdk.services.route53.IHostedZone;
import software.amazon.awscdk.services.route53.RecordTarget;
import software.amazon.awscdk.services.route53.targets.LoadBalancerTarget;
import software.constructs.Construct;

/** The API: tasks behind a load balancer that terminates TLS, a firewall in front of it, and its domain name. */
public final class ApiStack extends PettyStack {
    private static final int DISK = 21;
    private static final int BUSY_PERCENT = 60;
    private static final int GROWTH = 4;
    private static final Duration DRAIN = Duration.seconds(20);

    /**
     * Shorter than the API's keep-alive time. Otherwise the load balancer would use connections that the API just
     * closed.
     */
    private static final Duration IDLE = Duration.seconds(60);

    private final FargateService service;
    private final ApplicationLoadBalancer loadBalancer;
    private final ApplicationTargetGroup target;

    public ApiStack(Construct scope, Deployment deployment) {
        super(scope, deployment.settings(), "api", "API");
        StageSettings settings = deployment.settings();
        ProgramTask task = task(deployment);
        service = FargateService.Builder.create(this, "Service")
                .serviceName(settings.name("api"))
                .cluster(deployment.cluster().cluster())
                .taskDefinition(task.definition())
                // No desired count: scaling sets it, and each deployment would reset it.
                .minHealthyPercent(100)
                .maxHealthyPercent(200)
                .circuitBreaker(
                        DeploymentCircuitBreaker.builder().rollback(true).build())
                .healthCheckGracePeriod(start(settings))
                .vpcSubnets(deployment.network().programs())
                .securityGroups(List.of(deployment.network().api()))
                .assignPublicIp(!deployment.settings().hasPrivateTasks())
                .build();
        ScalableTaskCount count = service.autoScaleTaskCount(EnableScalingProps.builder()
                .minCapacity(settings.apiTasks())
                .maxCapacity(GROWTH * settings.apiTasks())
                .build());
        count.scaleOnCpuUtilization(
                "Busy",
                CpuUtilizationScalingProps.builder()
                        .targetUtilizationPercent(BUSY_PERCENT)
                        .build());

        IHostedZone zone = HostedZone.fromHostedZoneAttributes(
                this,
                "Zone",
                HostedZoneAttributes.builder()
                        .hostedZoneId(settings.hostedZone())
                        .zoneName(settings.zoneName())
                        .build());
        loadBalancer = ApplicationLoadBalancer.Builder.create(this, "LoadBalancer")
                .loadBalancerName(settings.name("api"))
                .vpc(deployment.network().vpc())
                .internetFacing(true)
                .securityGroup(deployment.network().loadBalancer())
                .dropInvalidHeaderFields(true)
                .idleTimeout(IDLE)
                .deletionProtection(settings.isProduction())
                .http2Enabled(true)
                .build();
        Findings.accept(
                loadBalancer,
                "AwsSolutions-ELB2",
                "Access logs contain paths, and so the ids of collars. No log of Petty may contain these. Use the API's"
                        + " audit log, its metrics by route and the firewall's log, which has no paths.");
        target = listener(zone)
                .addTargets(
                        "Api",
                        AddApplicationTargetsProps.builder()
                                .targetGroupName(settings.name("api"))
                                .port(NetworkStack.API_PORT)
                                .protocol(ApplicationProtocol.HTTP)
                                .targets(List.of(service))
                                .deregistrationDelay(DRAIN)
                                .healthCheck(
                                        software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck.builder()
                                                .port(String.valueOf(NetworkStack.MANAGEMENT_PORT))
                                                // ECS replaces tasks that fail this check. Readiness would include the
                                                // database, which new tasks can't repair.
                                                .path("/actuator/health/liveness")
                                                .interval(Duration.seconds(10))
                                                .timeout(Duration.seconds(5))
                                                .healthyThresholdCount(2)
                                                .unhealthyThresholdCount(3)
                                                .build())
                                .build());
        if (settings.canaryCollar() != null) {
            Canary.make(this, settings.canaryCollar(), deployment.secrets());
        }
        ARecord.Builder.create(this, "Name")
                .zone(zone)
                .recordName(settings.domain())
                .target(RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer)))
                .build();
        if (settings.firewall()) {
            ApiFirewall.make(this, settings, loadBalancer);
        }
        output("ApiUrl", "The API and its page", "https://" + settings.domain());
        output("LoadBalancerName", "The name that the API's domain points to", loadBalancer.getLoadBalancerDnsName());
        output("ServiceName", "The API's service in the cluster", settings.name("api"));
    }

    /** Returns the time for a start, which uses about 15 s of CPU: a minute with a quarter of a processor. */
    private static Duration start(StageSettings settings) {
        return Duration.minutes(settings.apiVcpu() < 1 ? 3 : 1);
    }

    private ProgramTask task(Deployment deployment) {
        StageSettings settings = settings();
        ProgramTask task = new ProgramTask(
                this,
                "Api",
                settings,
                new ProgramTask.Program(
                        "api",
                        deployment.images().api(),
                        settings.apiVcpu(),
                        DISK,
                        List.of(),
                        ProgramSettings.api(settings, deployment.storage(), deployment.database()),
                        deployment.secrets().userKey(),
                        HealthCheck.builder()
                                .command(List.of("CMD", "/opt/petty/health"))
                                .interval(Duration.seconds(15))
                                .timeout(Duration.seconds(5))
                                .retries(3)
                                .startPeriod(start(settings))
                                .build(),
                        null,
                        settings.tracedRequests()));
        task.decryptSecrets(deployment.secrets().key());
        task.container()
                .addPortMappings(
                        PortMapping.builder()
                                .containerPort(NetworkStack.API_PORT)
                                .build(),
                        PortMapping.builder()
                                .containerPort(NetworkStack.MANAGEMENT_PORT)
                                .build());
        StorageStack storage = deployment.storage();
        task.permissions()
                .readObjects(storage.lake(), StorageStack.TABLES)
                .decrypt(storage.key())
                .changeSecret(deployment.secrets().signingKeys())
                .encrypt(deployment.secrets().key())
                .readSecrets(
                        deployment.database().key(),
                        List.of(deployment.database().readersLogin()));
        task.acceptWildcards(Permissions.below(storage.lake(), StorageStack.TABLES));
        return task;
    }

    private ApplicationListener listener(IHostedZone zone) {
        Certificate certificate = Certificate.Builder.create(this, "Certificate")
                .domainName(settings().domain())
                .validation(CertificateValidation.fromDns(zone))
                .build();
        loadBalancer.addListener(
                "Plain",
                BaseApplicationListenerProps.builder()
                        .port(80)
                        .protocol(ApplicationProtocol.HTTP)
                        .open(false)
                        .defaultAction(ListenerAction.redirect(RedirectOptions.builder()
                                .protocol("HTTPS")
                                .port("443")
                                .permanent(true)
                                .build()))
                        .build());
        return loadBalancer.addListener(
                "Encrypted",
                BaseApplicationListenerProps.builder()
                        .port(443)
                        .protocol(ApplicationProtocol.HTTPS)
                        .open(false)
                        .sslPolicy(SslPolicy.TLS13_RES)
                        .certificates(List.of(ListenerCertificate.fromCertificateManager(certificate)))
                        .build());
    }

    public FargateService service() {
        return service;
    }

    /** Returns the metrics of the load balancer itself. */
    public IApplicationLoadBalancerMetrics loadBalancerMetrics() {
        return loadBalancer.getMetrics();
    }

    /** Returns the metrics of the load balancer about the API's tasks. */
    public IApplicationTargetGroupMetrics metrics() {
        return target.getMetrics();
    }
}
