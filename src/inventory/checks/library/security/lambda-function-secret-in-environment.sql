-- title: Functions with secrets in their environment
-- severity: medium
-- category: security
-- why: Everyone who may read the configuration of the function can read them.
-- remediation: Read them from Secrets Manager or Parameter Store.
-- source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
SELECT account_id, account_name, region, id, arn,
  'variables: ' || array_to_string(list_sort(list_filter(map_keys(Environment.Variables), lambda n: regexp_matches(n, '(?i)(password|passwd|secret|token|api_?key|private_?key|access_?key)'))), ', ') AS detail
FROM lambda_function
WHERE len(list_filter(map_keys(Environment.Variables), lambda n: regexp_matches(n, '(?i)(password|passwd|secret|token|api_?key|private_?key|access_?key)'))) > 0;
