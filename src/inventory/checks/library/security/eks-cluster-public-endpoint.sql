-- title: Kubernetes API servers that everyone can reach
-- severity: high
-- category: security
-- why: Only credentials protect the cluster.
-- remediation: Limit the addresses, or make the endpoint private.
-- source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
SELECT account_id, account_name, region, id, arn, 'its endpoint is open to 0.0.0.0/0' AS detail
FROM eks_cluster
WHERE resourcesVpcConfig.endpointPublicAccess AND list_contains(resourcesVpcConfig.publicAccessCidrs, '0.0.0.0/0');
