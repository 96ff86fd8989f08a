"""EventBridge Scheduler: schedules and pages."""


def check_schedules(aws):
    client = aws.client("scheduler")
    queue = aws.resource("sqs").create_queue(QueueName="boto3-scheduler").attributes["QueueArn"]
    target = {"Arn": queue, "RoleArn": aws.role("boto3-scheduler", "scheduler")}
    for index in range(5):
        client.create_schedule(
            Name=f"boto3-{index}",
            ScheduleExpression="rate(1 hour)",
            FlexibleTimeWindow={"Mode": "OFF"},
            Target=target,
        )
    found = aws.pages(client, "list_schedules", "Schedules", NamePrefix="boto3-")
    aws.equal("schedules", [one["Name"] for one in found], [f"boto3-{index}" for index in range(5)])
    schedule = client.get_schedule(Name="boto3-0")
    aws.equal("schedule", [schedule["ScheduleExpression"], schedule["State"]], ["rate(1 hour)", "ENABLED"])
    client.delete_schedule(Name="boto3-0")
    aws.refused("deleted", "ResourceNotFoundException", lambda: client.get_schedule(Name="boto3-0"))
