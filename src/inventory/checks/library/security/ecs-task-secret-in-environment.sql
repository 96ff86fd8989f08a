-- title: Task definitions with secrets in their environment
-- severity: medium
-- category: security
-- why: Everyone who may read the task definition can read them.
-- remediation: Use secrets of the container definition.
-- source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
SELECT DISTINCT account_id, account_name, region, id, arn, 'container ' || container.name || ': ' || variable.name AS detail
FROM ecs_task_definition, unnest(containerDefinitions) AS containers(container), unnest(container.environment) AS variables(variable)
WHERE regexp_matches(variable.name, '(?i)(password|passwd|secret|token|api_?key|private_?key|access_?key)');
