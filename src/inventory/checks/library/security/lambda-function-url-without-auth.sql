-- title: Function URLs without authentication
-- severity: high
-- category: security
-- why: Anyone who knows the URL can run the function.
-- remediation: Use AuthType AWS_IAM, or put CloudFront in front of it.
-- source: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
SELECT account_id, account_name, region, id, arn, FunctionUrl || ' is open' AS detail
FROM lambda_function_url
WHERE AuthType = 'NONE';
