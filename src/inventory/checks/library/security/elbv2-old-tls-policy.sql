-- title: Load balancers that accept old versions of TLS
-- severity: medium
-- category: security
-- why: TLS 1.0 and 1.1 are broken.
-- remediation: Use a policy of TLS 1.2 or 1.3.
-- source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
SELECT DISTINCT account_id, account_name, region, id, arn, 'port ' || listener.Port || ' uses ' || listener.SslPolicy AS detail
FROM elbv2_load_balancer, unnest(Listeners) AS listeners(listener)
WHERE listener.SslPolicy IN ('ELBSecurityPolicy-2015-05', 'ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-TLS-1-0-2015-04',
  'ELBSecurityPolicy-TLS-1-1-2017-01', 'ELBSecurityPolicy-FS-2018-06', 'ELBSecurityPolicy-FS-1-1-2019-08',
  'ELBSecurityPolicy-TLS13-1-0-2021-06', 'ELBSecurityPolicy-TLS13-1-1-2021-06');
