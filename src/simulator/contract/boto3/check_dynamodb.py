"""Amazon DynamoDB: tables as resources, batches, pages and waiters."""

from decimal import Decimal

from boto3.dynamodb.conditions import Attr, Key


def make_table(aws, name):
    table = aws.resource("dynamodb").create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "team", "KeyType": "HASH"}, {"AttributeName": "number", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "team", "AttributeType": "S"},
            {"AttributeName": "number", "AttributeType": "N"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    return table


def check_items_as_resources(aws):
    table = make_table(aws, "boto3-items")
    with table.batch_writer() as batch:
        for number in range(30):
            batch.put_item(Item={"team": "red", "number": number, "half": Decimal(number) / 2, "tags": {"a", "b"}})
    item = table.get_item(Key={"team": "red", "number": 3})["Item"]
    aws.equal("item", item, {"team": "red", "number": 3, "half": Decimal("1.5"), "tags": {"a", "b"}})
    found = table.query(
        KeyConditionExpression=Key("team").eq("red") & Key("number").between(10, 20),
        FilterExpression=Attr("half").gte(Decimal("7.5")),
        ScanIndexForward=False,
    )
    aws.equal("query", [int(one["number"]) for one in found["Items"]], [20, 19, 18, 17, 16, 15])
    updated = table.update_item(
        Key={"team": "red", "number": 3},
        UpdateExpression="SET half = half + :one REMOVE tags",
        ExpressionAttributeValues={":one": 1},
        ReturnValues="ALL_NEW",
    )
    aws.equal("update", updated["Attributes"], {"team": "red", "number": 3, "half": Decimal("2.5")})
    condition = Attr("team").not_exists()
    again = lambda: table.put_item(Item={"team": "red", "number": 3}, ConditionExpression=condition)
    aws.refused("condition", "ConditionalCheckFailedException", again)


def check_pages(aws):
    table = make_table(aws, "boto3-pages")
    with table.batch_writer() as batch:
        for number in range(5):
            batch.put_item(Item={"team": "red", "number": number})
    client = aws.client("dynamodb")
    aws.equal("scan", len(aws.pages(client, "scan", "Items", TableName="boto3-pages")), 5)
    aws.equal("tables", "boto3-pages" in aws.pages(client, "list_tables", "TableNames"), True)
    table.delete()
    table.wait_until_not_exists()


def check_refused_tables(aws):
    client = aws.client("dynamodb")
    keys = [{"AttributeName": "a", "KeyType": "HASH"}]
    defined = [{"AttributeName": one, "AttributeType": "S"} for one in "ab"]
    create = lambda **options: client.create_table(TableName="boto3-wrong", KeySchema=keys, **options)
    unused = lambda: create(AttributeDefinitions=defined, BillingMode="PAY_PER_REQUEST")
    aws.refused("unused definition", "ValidationException", unused)
    aws.refused("no throughput", "ValidationException", lambda: create(AttributeDefinitions=defined[:1]))
