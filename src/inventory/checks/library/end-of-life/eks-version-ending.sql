-- title: Clusters whose Kubernetes leaves standard support within 90 days
-- severity: medium
-- category: end-of-life
-- why: Extended support costs six times as much, and ends with an upgrade by AWS.
-- remediation: Upgrade the cluster.
-- source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
SELECT k.account_id, k.account_name, k.region, k.id, k.arn, 'Kubernetes ' || k.version || ': standard support ends on ' || ends AS detail
FROM eks_cluster AS k JOIN eks_versions() AS versions ON versions.version = k.version
WHERE ends > k.collected_at::DATE AND ends <= (k.collected_at + INTERVAL 90 DAY)::DATE;
