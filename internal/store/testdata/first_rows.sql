-- Rows as the first release left them. DO NOT EDIT after it.
INSERT INTO meta (key, value) VALUES
  ('secret', '5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2'),
  ('clean', '1'),
  ('foreign_keys_checked', '1');
