package io.petty.readiness;

import io.petty.readiness.Templates.Resource;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Whether what templates make keeps data closed and encrypted. */
final class DataProtection {
    private DataProtection() {}

    static void buckets(Templates templates, Evidence evidence) throws UnmetException {
        List<Resource> buckets = templates.required("bucket", "AWS::S3::Bucket");
        for (Resource bucket : buckets) {
            JsonNode rule = bucket.property("BucketEncryption", "ServerSideEncryptionConfiguration")
                    .path(0)
                    .path("ServerSideEncryptionByDefault");
            boolean customers =
                    rule.path("SSEAlgorithm").asString("").startsWith("aws:kms") && rule.has("KMSMasterKeyID");
            // What access logs are written into can't be encrypted by a customer's key.
            boolean takesAccessLogs = rule.path("SSEAlgorithm").asString("").equals("AES256")
                    && templates.of("AWS::S3::Bucket").stream()
                            .anyMatch(other -> bucket.isNamedBy(
                                    other.property("LoggingConfiguration", "DestinationBucketName"), other.template()));
            if (!customers && !takesAccessLogs) {
                evidence.wrong(bucket.name() + " isn't encrypted by a customer's key");
            }
            for (String block :
                    List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")) {
                if (!Templates.isTrue(bucket.property("PublicAccessBlockConfiguration", block))) {
                    evidence.wrong("%s hasn't %s".formatted(bucket.name(), block));
                }
            }
            boolean versioned = bucket.property("VersioningConfiguration", "Status")
                    .asString("")
                    .equals("Enabled");
            if (!versioned && !takesAccessLogs) {
                evidence.wrong(bucket.name() + " isn't versioned");
            }
        }
        evidence.saw("%d buckets".formatted(buckets.size()));
    }

    static void transport(Templates templates, Evidence evidence) {
        for (Resource bucket : templates.of("AWS::S3::Bucket")) {
            boolean denied = templates.of("AWS::S3::BucketPolicy").stream()
                    .filter(policy -> bucket.isNamedBy(policy.property("Bucket"), policy.template()))
                    .anyMatch(DataProtection::deniesWithoutTls);
            evidence.require(denied, bucket.name() + " doesn't deny what comes without TLS");
        }
        for (Resource listener : templates.of("AWS::ElasticLoadBalancingV2::Listener")) {
            boolean encrypted = listener.property("Protocol").asString("").matches("HTTPS|TLS");
            boolean redirects = listener.property("DefaultActions").values().stream()
                    .allMatch(action -> action.path("Type").asString("").equals("redirect")
                            && action.path("RedirectConfig")
                                    .path("Protocol")
                                    .asString("")
                                    .equals("HTTPS"));
            boolean current = listener.property("SslPolicy").asString("").matches(".*TLS(13|-1-2).*");
            evidence.require(
                    encrypted ? current : redirects,
                    encrypted
                            ? listener.name() + " names no policy of TLS 1.2 or newer"
                            : listener.name() + " answers without TLS");
        }
        evidence.saw("%d buckets and listeners"
                .formatted(templates
                        .of("AWS::S3::Bucket", "AWS::ElasticLoadBalancingV2::Listener")
                        .size()));
    }

    private static boolean deniesWithoutTls(Resource policy) {
        return PolicyStatement.of(List.of(policy)).stream().anyMatch(PolicyStatement::deniesWithoutTls);
    }

    static void encryption(Templates templates, Evidence evidence) throws UnmetException {
        List<Resource> stores = templates.required(
                "topic, database or file system",
                "AWS::SNS::Topic",
                "AWS::RDS::DBCluster",
                "AWS::RDS::DBInstance",
                "AWS::EFS::FileSystem");
        for (Resource store : stores) {
            boolean encrypted = switch (store.type()) {
                case "AWS::SNS::Topic" -> Templates.isGiven(store.property("KmsMasterKeyId"));
                case "AWS::EFS::FileSystem" -> Templates.isTrue(store.property("Encrypted"));
                // An instance of a cluster has the cluster's encryption.
                default ->
                    Templates.isTrue(store.property("StorageEncrypted"))
                            || Templates.isGiven(store.property("DBClusterIdentifier"));
            };
            evidence.require(encrypted, store.name() + " isn't encrypted");
        }
        evidence.saw("%d of them".formatted(stores.size()));
    }

    static void network(Templates templates, Evidence evidence) {
        int looked = 0;
        for (Resource database : templates.of("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")) {
            looked++;
            if (Templates.isTrue(database.property("PubliclyAccessible"))) {
                evidence.wrong(database.name() + " can be reached from the internet");
            }
        }
        for (Resource service : templates.of("AWS::ECS::Service")) {
            looked++;
            JsonNode address = service.property("NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp");
            if (address.asString("").equals("ENABLED")) {
                evidence.wrong(service.name() + " has a public address");
            }
        }
        for (Resource group : templates.of("AWS::EC2::SecurityGroup")) {
            for (JsonNode rule : group.property("SecurityGroupIngress").values()) {
                looked++;
                ingress(group, rule, evidence);
            }
        }
        for (Resource rule : templates.of("AWS::EC2::SecurityGroupIngress")) {
            looked++;
            ingress(rule, rule.properties(), evidence);
        }
        evidence.saw("%d databases, services and rules".formatted(looked));
    }

    private static void ingress(Resource owner, JsonNode rule, Evidence evidence) {
        boolean anybody = List.of("0.0.0.0/0").contains(Templates.text(rule.path("CidrIp")))
                || Templates.text(rule.path("CidrIpv6")).equals("::/0");
        String from = Templates.text(rule.path("FromPort"));
        boolean web = from.equals(Templates.text(rule.path("ToPort")))
                && List.of("443", "80").contains(from);
        if (anybody && !web) {
            evidence.wrong("%s lets anybody in at port %s".formatted(owner.name(), from.isEmpty() ? "any" : from));
        }
    }
}
