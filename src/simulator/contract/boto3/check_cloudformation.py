"""AWS CloudFormation: stacks as resources."""

import json


def check_stacks_as_resources(aws):
    template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "boto3-stack"}}}}
    template["Outputs"] = {"Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}}}
    cloudformation = aws.resource("cloudformation")
    client = aws.client("cloudformation")
    stack = cloudformation.create_stack(StackName="boto3", TemplateBody=json.dumps(template))
    aws.wait(client, "stack_create_complete", StackName="boto3")
    stack.reload()
    arn = f"arn:aws:sqs:us-east-1:{aws.account()}:boto3-stack"
    aws.equal("status", stack.stack_status, "CREATE_COMPLETE")
    aws.equal("outputs", stack.outputs, [{"OutputKey": "Arn", "OutputValue": arn}])
    aws.equal("resources", [one.logical_resource_id for one in stack.resource_summaries.all()], ["Queue"])
    events = aws.pages(client, "describe_stack_events", "StackEvents", StackName="boto3")
    aws.equal("last event", events[0]["ResourceStatus"], "CREATE_COMPLETE")
    stack_id = stack.stack_id
    stack.delete()
    # A deleted stack is found by its id only.
    aws.wait(client, "stack_delete_complete", StackName=stack_id)
