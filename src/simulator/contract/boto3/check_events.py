"""Amazon EventBridge: rules, targets and delivery."""

import json


def check_delivery_to_a_queue(aws):
    queue = aws.resource("sqs").create_queue(QueueName="boto3-events")
    arn = queue.attributes["QueueArn"]
    client = aws.client("events")
    pattern = json.dumps({"source": ["boto3"]})
    rule = client.put_rule(Name="boto3-rule", EventPattern=pattern)["RuleArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    queue.set_attributes(Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})})
    failed = client.put_targets(Rule="boto3-rule", Targets=[{"Id": "queue", "Arn": arn}])["FailedEntryCount"]
    aws.equal("failed targets", failed, 0)
    client.put_events(Entries=[{"Source": "boto3", "DetailType": "greeting", "Detail": '{"text": "hello"}'}])
    [message] = queue.receive_messages(WaitTimeSeconds=20)
    event = json.loads(message.body)
    aws.equal("event", [event["source"], event["detail-type"], event["detail"]], ["boto3", "greeting", {"text": "hello"}])
    aws.refused("rule with targets", "ValidationException", lambda: client.delete_rule(Name="boto3-rule"))
    client.remove_targets(Rule="boto3-rule", Ids=["queue"])
    client.delete_rule(Name="boto3-rule")


def check_pages(aws):
    client = aws.client("events")
    for index in range(25):
        client.put_rule(Name=f"boto3-page-{index:02}", ScheduleExpression="rate(1 day)")
    rules = aws.pages(client, "list_rules", "Rules", NamePrefix="boto3-page-")
    aws.equal("rules", len(rules), 25)


def check_refusals(aws):
    client = aws.client("events")
    client.create_event_bus(Name="boto3-bus")
    schedule = lambda: client.put_rule(Name="r", EventBusName="boto3-bus", ScheduleExpression="rate(1 day)")
    aws.refused("schedule on a custom bus", "ValidationException", schedule)
    client.put_rule(Name="boto3-refused", ScheduleExpression="rate(1 day)")
    target = lambda: client.put_targets(Rule="boto3-refused", Targets=[{"Id": "1", "Arn": "queue"}])
    aws.refused("target without an ARN", "ValidationException", target)
