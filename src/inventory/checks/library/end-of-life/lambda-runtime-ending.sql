-- title: Functions whose runtime ends within half a year
-- severity: medium
-- category: end-of-life
-- why: After that the runtime gets no fixes of security.
-- remediation: Move the function to a current runtime.
-- source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
SELECT f.account_id, f.account_name, f.region, f.id, f.arn, f.Runtime || ' ends on ' || ends AS detail
FROM lambda_function AS f JOIN lambda_runtimes() AS runtimes ON runtimes.runtime = f.Runtime
WHERE ends > f.collected_at::DATE AND ends <= (f.collected_at + INTERVAL 180 DAY)::DATE;
