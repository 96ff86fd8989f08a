-- title: Databases with a certificate of an authority that has expired
-- severity: high
-- category: end-of-life
-- why: Clients that verify the certificate cannot connect.
-- remediation: Rotate to rds-ca-rsa2048-g1 or later.
-- source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html
SELECT account_id, account_name, region, id, arn, CACertificateIdentifier AS detail
FROM rds_db_instance
WHERE CACertificateIdentifier IN ('rds-ca-2015', 'rds-ca-2019');
