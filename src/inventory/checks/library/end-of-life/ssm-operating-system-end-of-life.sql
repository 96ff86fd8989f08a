-- title: Machines with an operating system that is no longer supported
-- severity: high
-- category: end-of-life
-- why: The operating system gets no fixes of security any more.
-- remediation: Replace the machine, or buy extended support.
-- source: https://endoflife.date/
SELECT account_id, account_name, region, id, arn, PlatformName || ' ' || PlatformVersion AS detail
FROM ssm_instance
WHERE PlatformName = 'Amazon Linux AMI'
  OR (PlatformName = 'Amazon Linux' AND PlatformVersion = '2' AND collected_at >= TIMESTAMP '2026-07-01')
  OR (PlatformName = 'CentOS Linux' AND regexp_matches(PlatformVersion, '^[5678](\.|$)'))
  OR (PlatformName = 'Ubuntu' AND PlatformVersion IN ('12.04', '14.04', '16.04', '18.04', '20.04'))
  OR regexp_matches(PlatformName, 'Windows Server (2003|2008|2012)');
