-- title: Distributions that serve HTTP
-- severity: medium
-- category: security
-- why: Traffic can be read and changed on the way.
-- remediation: Redirect to HTTPS.
-- source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
SELECT account_id, account_name, region, id, arn, 'HTTP is not redirected' AS detail
FROM cloudfront_distribution
WHERE DefaultCacheBehavior.ViewerProtocolPolicy = 'allow-all';
