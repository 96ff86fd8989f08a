-- title: Distributions that accept old versions of TLS
-- severity: medium
-- category: security
-- why: TLS 1.0 and 1.1 are broken.
-- remediation: Use TLSv1.2_2021 or later.
-- source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
SELECT account_id, account_name, region, id, arn, 'it accepts ' || ViewerCertificate.MinimumProtocolVersion AS detail
FROM cloudfront_distribution
WHERE ViewerCertificate.CloudFrontDefaultCertificate IS NOT TRUE
  AND ViewerCertificate.MinimumProtocolVersion IN ('SSLv3', 'TLSv1', 'TLSv1_2016', 'TLSv1.1_2016');
