-- title: Clusters whose Kubernetes is past standard support
-- severity: high
-- category: end-of-life
-- why: Extended support costs six times as much, and ends with an upgrade by AWS.
-- remediation: Upgrade the cluster.
-- source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
SELECT k.account_id, k.account_name, k.region, k.id, k.arn, 'Kubernetes ' || k.version || ': standard support ended on ' || ends AS detail
FROM eks_cluster AS k JOIN eks_versions() AS versions ON versions.version = k.version
WHERE ends <= k.collected_at::DATE;
