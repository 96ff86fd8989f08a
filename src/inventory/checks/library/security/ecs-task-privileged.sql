-- title: Task definitions with privileged containers
-- severity: high
-- category: security
-- why: A privileged container can take over its host.
-- remediation: Remove privileged, and add the capabilities that are needed.
-- source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html
SELECT account_id, account_name, region, id, arn,
  'containers: ' || array_to_string(list_transform(list_filter(containerDefinitions, lambda d: d.privileged), lambda d: d.name), ', ') AS detail
FROM ecs_task_definition
WHERE len(list_filter(containerDefinitions, lambda d: d.privileged)) > 0;
