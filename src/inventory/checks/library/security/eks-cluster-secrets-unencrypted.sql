-- title: Clusters whose secrets have no key of yours
-- severity: low
-- category: security
-- why: Secrets of Kubernetes are encrypted with a key that you cannot revoke.
-- remediation: Turn on envelope encryption with a key of KMS.
-- source: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
SELECT account_id, account_name, region, id, arn, 'envelope encryption with a key of yours is off' AS detail
FROM eks_cluster
WHERE coalesce(len(encryptionConfig), 0) = 0 AND is_read(unread, 'DescribeCluster');
