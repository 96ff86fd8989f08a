-- title: Instances with version 1 of the metadata service
-- severity: medium
-- category: security
-- why: A request that an application is tricked into making can return the credentials of the instance.
-- remediation: Require version 2: HttpTokens = required.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
SELECT account_id, account_name, region, id, arn, 'HttpTokens is ' || MetadataOptions.HttpTokens AS detail
FROM ec2_instance
WHERE MetadataOptions.HttpEndpoint = 'enabled' AND MetadataOptions.HttpTokens <> 'required' AND State.Name <> 'terminated';
