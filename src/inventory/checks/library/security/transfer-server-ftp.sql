-- title: Servers that offer FTP without TLS
-- severity: high
-- category: security
-- why: Passwords and files are sent in the clear.
-- remediation: Offer SFTP or FTPS.
-- source: https://docs.aws.amazon.com/transfer/latest/userguide/create-server-ftp.html
SELECT account_id, account_name, region, id, arn, 'it offers FTP' AS detail
FROM transfer_server
WHERE list_contains(Protocols, 'FTP');
