-- title: DNS records of buckets that do not exist
-- severity: high
-- category: security
-- why: Anyone can create the bucket and serve your domain.
-- remediation: Delete the record, or create the bucket.
-- source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/RoutingToS3Bucket.html
SELECT r.account_id, r.account_name, r.region, r.id, r.arn, 'there is no bucket ' || rtrim(r.Name, '.') AS detail
FROM route53_record_set AS r
WHERE r.AliasTarget.DNSName LIKE 's3-website%' AND rtrim(r.Name, '.') NOT IN (SELECT id FROM s3_bucket);
