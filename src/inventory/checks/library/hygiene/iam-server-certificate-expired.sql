-- title: Server certificates that have expired
-- severity: medium
-- category: hygiene
-- why: Clients refuse them, or people learn to ignore the warning.
-- remediation: Replace it by a certificate of ACM.
-- source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html
SELECT account_id, account_name, region, id, arn,
  ServerCertificateName || ' expired on ' || strftime(Expiration, '%Y-%m-%d') AS detail
FROM iam_server_certificate
WHERE Expiration < collected_at;
