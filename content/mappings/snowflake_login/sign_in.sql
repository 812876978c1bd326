/*---
product: snowflake_login
fact: sign_in
examples:
  - records:
      snowflake_login:
        - {USER_NAME: "MREYES", IS_SUCCESS: "YES", CLIENT_IP: 198.51.100.7, FIRST_AUTHENTICATION_FACTOR: PASSWORD, SECOND_AUTHENTICATION_FACTOR: DUO_PUSH, ERROR_MESSAGE: null, REPORTED_CLIENT_TYPE: SNOWFLAKE_UI, time: "2026-03-02T08:01:00Z"}
        - {USER_NAME: JKIM, IS_SUCCESS: "NO", CLIENT_IP: 10.20.1.4, FIRST_AUTHENTICATION_FACTOR: PASSWORD, ERROR_MESSAGE: INCORRECT_USERNAME_PASSWORD}
    facts:
      - {user_name: mreyes, outcome: success, service: snowflake, logon_type: cloud, source_ip: 198.51.100.7, second_factor: true, authentication_package: PASSWORD, application: SNOWFLAKE_UI}
      - {user_name: jkim, outcome: failure, reason: INCORRECT_USERNAME_PASSWORD, second_factor: null}
---*/
select
  record_id,
  time,
  name_of("USER_NAME") as user_name,
  case when flag("IS_SUCCESS") then 'success' else 'failure' end as outcome,
  "ERROR_MESSAGE" as reason,
  "REPORTED_CLIENT_TYPE" as application,
  'snowflake' as service,
  'cloud' as logon_type,
  "CLIENT_IP" as source_ip,
  not is_private_ip("CLIENT_IP") as remote,
  case when "SECOND_AUTHENTICATION_FACTOR" is not null then true end as second_factor,
  "FIRST_AUTHENTICATION_FACTOR" as authentication_package
from snowflake_login
