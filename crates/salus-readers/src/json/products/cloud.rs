//! Amazon Web Services, Azure, Kubernetes and what stands before a web site.

use super::{Product, product};

/// In the order of their tables.
pub(super) const PRODUCTS: &[Product] = &[
    product("aws_bedrock", &["schemaType", "modelId", "operation"]).time(&["timestamp"]),
    product(
        "aws_guardduty",
        &["schemaVersion", "accountId", "severity", "type"],
    )
    .any(&["service", "partition", "arn"])
    .time(&["updatedAt", "createdAt"]),
    product(
        "aws_guardduty",
        &["SchemaVersion", "AccountId", "Severity", "Type"],
    )
    .any(&["Service", "Partition", "Arn"])
    .time(&["UpdatedAt", "CreatedAt"]),
    product(
        "aws_route53_resolver",
        &["query_name", "query_type", "srcaddr"],
    )
    .time(&["query_timestamp"]),
    product("aws_s3_access", &["bucketowner", "bucket"])
        .any(&["requester", "remoteip", "operation"])
        .time(&["time"]),
    product("aws_s3_access", &["bucket_owner", "bucket_name"])
        .any(&["requester", "remote_ip", "operation"])
        .time(&["time", "request_timestamp", "requestdatetime"]),
    product("aws_s3_access", &["bucket"])
        .any(&["ciphersuite"])
        .none(&["event_type"])
        .time(&["time"]),
    product(
        "aws_security_hub",
        &["AwsAccountId", "GeneratorId", "ProductArn"],
    )
    .time(&["UpdatedAt", "CreatedAt"]),
    product("aws_vpc_flow", &["srcAddr", "dstAddr"]).time(&["start", "end"]),
    product("aws_vpc_flow", &["srcaddr", "dstaddr"])
        .any(&[
            "dstport",
            "action",
            "protocol",
            "interface_id",
            "interface-id",
        ])
        .time(&["start", "end"]),
    product("aws_waf", &["webaclId", "httpRequest"]).time(&["timestamp"]),
    product(
        "azure_vm_connection",
        &["LinksEstablished", "SourceIp", "DestinationIp"],
    )
    .time(&["TimeGenerated"])
    .host(&["Computer"]),
    product("cloudflare_firewall", &["RayID", "ClientIP", "Action"]).time(&["Datetime"]),
    product("cloudflare_http", &["RayID", "ClientIP"])
        .time(&["EdgeStartTimestamp", "EdgeEndTimestamp"]),
    product("cloudflare_http", &["EdgeColoCode", "ClientIP"])
        .time(&["EdgeStartTimestamp", "EdgeEndTimestamp"]),
    product(
        "gcp_load_balancer",
        &["httpRequest", "jsonPayload", "resource"],
    )
    .any(&["logName", "insertId"])
    .time(&["timestamp", "receiveTimestamp"]),
    product("kubernetes_audit", &["auditID"])
        .any(&["verb", "requestURI", "stage"])
        .time(&["requestReceivedTimestamp", "stageTimestamp"]),
    product("kubernetes_audit", &["verb", "objectRef"])
        .any(&["user", "responseStatus", "sourceIPs"])
        .time(&["requestReceivedTimestamp", "stageTimestamp"]),
];
