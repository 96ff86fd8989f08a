-- title: Functions whose runtime is no longer supported
-- severity: high
-- category: end-of-life
-- why: The runtime gets no fixes of security any more.
-- remediation: Move the function to a current runtime.
-- source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
SELECT f.account_id, f.account_name, f.region, f.id, f.arn, f.Runtime || ' ended on ' || ends AS detail
FROM lambda_function AS f JOIN lambda_runtimes() AS runtimes ON runtimes.runtime = f.Runtime
WHERE ends <= f.collected_at::DATE;
