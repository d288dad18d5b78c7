package io.petty.cdk.network;

import io.petty.cdk.construct.Findings;
import io.petty.cdk.construct.Logging;
import io.petty.cdk.construct.PettyStack;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/**
 * The network: public subnets for the load balancer and outgoing traffic, private ones for programs, isolated ones for
 * the database. S3 is reached through a gateway endpoint, so that its traffic is free and stays within AWS.
 *
 * <p>Without NAT gateways there are no private subnets. Programs run in the public ones, with public addresses, and
 * their security groups admit the same connections as in private ones. The functions that rotate logins can't have
 * public addresses: they run beside the database, and an endpoint in the network leads to Secrets Manager.
 */
public final class NetworkStack extends PettyStack {
    public static final int API_PORT = 8080;
    public static final int MANAGEMENT_PORT = 8081;
    public static final int DATABASE_PORT = 5432;

    /**
     * The network's addresses, as a pattern for {@code petty.api.trusted-proxies}. Only the load balancer can
     * connect to the API.
     */
    public static final String ADDRESSES = "10\\.20\\.\\d{1,3}\\.\\d{1,3}";

    private static final String CIDR = "10.20.0.0/16";
    private static final int ZONES = 2;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Vpc vpc;
    private final SecurityGroup loadBalancer;
    private final SecurityGroup api;
    private final SecurityGroup run;
    private final @Nullable SecurityGroup workers;
    private final SecurityGroup jobs;
    private final SecurityGroup rotation;
    private final SecurityGroup database;

    public NetworkStack(Construct scope, StageSettings settings) {
        super(scope, settings, "network", "Network");
        vpc = Vpc.Builder.create(this, "Network")
                .ipAddresses(IpAddresses.cidr(CIDR))
                .maxAzs(ZONES)
                .natGateways(settings.natGateways())
                .subnetConfiguration(List.of(
                        subnets("public", SubnetType.PUBLIC, 24, false),
                        // Reserved, so that the other subnets keep their addresses if NAT gateways are added later.
                        subnets("programs", SubnetType.PRIVATE_WITH_EGRESS, 20, !settings.hasPrivateTasks()),
                        subnets("database", SubnetType.PRIVATE_ISOLATED, 24, false)))
                .build();
        vpc.addGatewayEndpoint(
                "Objects",
                GatewayVpcEndpointOptions.builder()
                        .service(GatewayVpcEndpointAwsService.S3)
                        .build());
        vpc.addFlowLog(
                "Flows",
                FlowLogOptions.builder()
                        .destination(
                                FlowLogDestination.toCloudWatchLogs(Logging.group(this, "FlowLog", settings, "flows")))
                        // The flow log contains only rejected connections, since the services themselves log accepted
                        // ones.
                        .trafficType(FlowLogTrafficType.REJECT)
                        .build());

        loadBalancer = group("LoadBalancer", "Clients reach the load balancer", true);
        loadBalancer.addIngressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "HTTPS from anywhere");
        loadBalancer.addIngressRule(Peer.anyIpv4(), Port.tcp(HTTP), "HTTP, which is sent on to HTTPS");
        api = group("Api", "The load balancer reaches the API", true);
        api.addIngressRule(loadBalancer, Port.tcp(API_PORT), "Requests");
        api.addIngressRule(loadBalancer, Port.tcp(MANAGEMENT_PORT), "Health");
        run = group("Run", "Only the workers of a run reach it", true);
        jobs = group("Jobs", "Nobody reaches maintenance and commands", true);
        rotation = group("Rotation", "Nobody reaches the function that rotates the login of the database", true);
        database = group("Database", "Programs reach the database", false);
        database.addIngressRule(api, Port.tcp(DATABASE_PORT), "The API");
        database.addIngressRule(run, Port.tcp(DATABASE_PORT), "Runs");
        database.addIngressRule(jobs, Port.tcp(DATABASE_PORT), "Maintenance and commands");
        database.addIngressRule(rotation, Port.tcp(DATABASE_PORT), "The rotation of its login");
        workers = settings.hasWorkers() ? workers() : null;
        if (!settings.hasPrivateTasks()) {
            secretsEndpoint();
        }
        Findings.accept(
                loadBalancer,
                "AwsSolutions-EC23",
                "Owners' phones use the API from anywhere. Rate limits protect it, and where configured, a firewall.");
    }

    /**
     * Workers reach AWS, the run and each other, but never the database. The driver and the master have the same
     * address, that of the run's task.
     */
    private SecurityGroup workers() {
        SecurityGroup group = group("Workers", "Only the run and other workers reach a worker", false);
        Port toRun = Port.tcpRange(SparkPorts.MASTER, SparkPorts.DRIVER_BLOCKS);
        Port executors = Port.tcpRange(SparkPorts.EXECUTOR, SparkPorts.LAST_EXECUTOR);
        group.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "S3 and other services of AWS");
        group.addEgressRule(run, toRun, "The master and the driver");
        group.addEgressRule(group, executors, "Blocks of other workers");
        group.addIngressRule(group, executors, "Blocks for other workers");
        group.addIngressRule(run, executors, "Blocks for the driver");
        group.addIngressRule(run, Port.tcp(SparkPorts.WORKER), "The master");
        run.addIngressRule(group, toRun, "Workers and their executors");
        return group;
    }

    /**
     * Creates an endpoint for Secrets Manager in one zone, because each zone costs as much as the smallest API task.
     * With private DNS, programs use it, too.
     */
    private void secretsEndpoint() {
        SecurityGroup endpoint = group("Secrets", "Programs and rotations reach Secrets Manager", false);
        for (SecurityGroup client : List.of(api, run, jobs, rotation)) {
            endpoint.addIngressRule(client, Port.tcp(HTTPS), "Secrets");
        }
        vpc.addInterfaceEndpoint(
                "SecretsManager",
                InterfaceVpcEndpointOptions.builder()
                        .service(InterfaceVpcEndpointAwsService.SECRETS_MANAGER)
                        .subnets(SubnetSelection.builder()
                                .subnets(List.of(vpc.getIsolatedSubnets().get(0)))
                                .build())
                        .securityGroups(List.of(endpoint))
                        .open(false)
                        .build());
    }

    private static SubnetConfiguration subnets(String name, SubnetType type, int mask, boolean reserved) {
        return SubnetConfiguration.builder()
                .name(name)
                .subnetType(type)
                .cidrMask(mask)
                .reserved(reserved)
                .build();
    }

    private SecurityGroup group(String id, String description, boolean outbound) {
        return SecurityGroup.Builder.create(this, id)
                .vpc(vpc)
                .description(description)
                .allowAllOutbound(outbound)
                .build();
    }

    /**
     * Returns the region's first zones, resolved on deployment. If the settings name an account, the CDK would look the
     * zones up in it, which requires credentials.
     */
    @Override
    public List<String> getAvailabilityZones() {
        return IntStream.range(0, ZONES)
                .mapToObj(zone -> Fn.select(zone, Fn.getAzs()))
                .toList();
    }

    /** Returns the subnets of programs. */
    public SubnetSelection programs() {
        return subnets(settings().hasPrivateTasks() ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PUBLIC);
    }

    /** Returns the subnets of the functions that rotate the logins of the database. */
    public SubnetSelection rotations() {
        return subnets(settings().hasPrivateTasks() ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED);
    }

    private static SubnetSelection subnets(SubnetType type) {
        return SubnetSelection.builder().subnetType(type).build();
    }

    public Vpc vpc() {
        return vpc;
    }

    public SecurityGroup loadBalancer() {
        return loadBalancer;
    }

    public SecurityGroup api() {
        return api;
    }

    /** Returns the group of runs: driver and master. */
    public SecurityGroup run() {
        return run;
    }

    /**
     * Returns the group of a run's workers.
     *
     * @throws IllegalStateException if the stage has no workers
     */
    public SecurityGroup workersOfRun() {
        if (workers == null) {
            throw new IllegalStateException("The stage has no workers");
        }
        return workers;
    }

    /** Returns the group of maintenance and of commands on tokens and keys. */
    public SecurityGroup jobs() {
        return jobs;
    }

    public SecurityGroup rotation() {
        return rotation;
    }

    public SecurityGroup database() {
        return database;
    }
}
