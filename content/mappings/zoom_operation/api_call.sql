/*---
product: zoom_operation
fact: api_call
examples:
  - records:
      zoom_operation:
        - {category_type: User, action: Update, operator: "Dana@clinic.example", operation_detail: Change Role, time: "2026-03-02T08:01:00Z"}
    facts:
      - {service: zoom, action: "User: Update", user_name: dana, detail: Change Role, outcome: success}
---*/
select
  record_id,
  time,
  'zoom' as service,
  concat_ws(': ', "category_type", "action") as action,
  name_of("operator") as user_name,
  'success' as outcome,
  "operation_detail" as detail
from zoom_operation
