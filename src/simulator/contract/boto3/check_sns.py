"""Amazon SNS: topics and subscriptions as resources."""

import json


def check_delivery_to_a_queue(aws):
    topic = aws.resource("sns").create_topic(Name="boto3-topic")
    queue = aws.resource("sqs").create_queue(QueueName="boto3-topic")
    arn = queue.attributes["QueueArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic.arn}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    queue.set_attributes(Attributes={"Policy": policy})
    subscription = topic.subscribe(Protocol="sqs", Endpoint=arn)
    topic.publish(Message="hello", Subject="greeting")
    [message] = queue.receive_messages(WaitTimeSeconds=5)
    body = json.loads(message.body)
    aws.equal("notification", [body["TopicArn"], body["Subject"], body["Message"]], [topic.arn, "greeting", "hello"])
    aws.equal("subscriptions", [one.arn for one in topic.subscriptions.all()], [subscription.arn])
    subscription.delete()
    aws.equal("after deletion", list(topic.subscriptions.all()), [])


def check_pages(aws):
    client = aws.client("sns")
    for index in range(25):
        client.create_topic(Name=f"boto3-page-{index:02}")
    arns = [one["TopicArn"] for one in aws.pages(client, "list_topics", "Topics")]
    aws.equal("topics", len([arn for arn in arns if ":boto3-page-" in arn]), 25)


def check_refusals(aws):
    client = aws.client("sns")
    missing = f"arn:aws:sns:us-east-1:{aws.account()}:boto3-none"
    aws.refused("no topic", "NotFound", lambda: client.publish(TopicArn=missing, Message="x"))
    aws.refused("no ARN", "InvalidParameter", lambda: client.unsubscribe(SubscriptionArn="guess"))
