-- title: Clusters whose Kubernetes leaves standard support within 90 days
-- severity: medium
-- category: end-of-life
-- why: Extended support costs six times as much, and ends with an upgrade by AWS.
-- remediation: Upgrade the cluster.
-- source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
WITH versions(version, ends) AS (
  SELECT version, ends::DATE FROM (VALUES
    ('1.23', '2023-10-11'),
    ('1.24', '2024-01-31'),
    ('1.25', '2024-05-01'),
    ('1.26', '2024-06-11'),
    ('1.27', '2024-07-24'),
    ('1.28', '2024-11-26'),
    ('1.29', '2025-03-23'),
    ('1.30', '2025-07-23'),
    ('1.31', '2025-11-26'),
    ('1.32', '2026-03-23'),
    ('1.33', '2026-07-29'),
    ('1.34', '2026-12-02'),
    ('1.35', '2027-03-27')
  ) AS v(version, ends)
)
SELECT k.account_id, k.account_name, k.region, k.id, k.arn, 'Kubernetes ' || k.version || ': standard support ends on ' || ends AS detail
FROM eks_cluster AS k JOIN versions ON versions.version = k.version
WHERE ends > k.collected_at::DATE AND ends <= (k.collected_at + INTERVAL 90 DAY)::DATE;
