-- title: Certificates in use that end within 30 days
-- severity: high
-- category: hygiene
-- why: What uses the certificate stops working for everyone.
-- remediation: Renew it; certificates that are validated by DNS renew themselves.
-- source: https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
SELECT account_id, account_name, region, id, arn, DomainName || ' ends on ' || strftime(Details.NotAfter, '%Y-%m-%d') AS detail
FROM acm_certificate
WHERE Details."Status" = 'ISSUED' AND len(Details.InUseBy) > 0 AND Details.NotAfter < collected_at + INTERVAL 30 DAY;
