/*---
product: entra_signin
fact: name_pair
examples:
  - records:
      entra_signin:
        - {userPrincipalName: "MReyes@clinic.example", userId: 6f9619ff-8b86-d011-b42d-00c04fc964ff}
        - {userPrincipalName: "mreyes@clinic.example", userId: 6f9619ff-8b86-d011-b42d-00c04fc964ff}
        - {userPrincipalName: "guest", userId: null}
    facts:
      - {kind: person, one_key: email, one: mreyes@clinic.example, other_key: entra_id, other: 6f9619ff-8b86-d011-b42d-00c04fc964ff}
---*/
select min(record_id) as record_id, min(time) as time, 'person' as kind, 'email' as one_key, one, 'entra_id' as other_key, other
from (
  select record_id, time, lower("userPrincipalName") as one, lower("userId") as other
  from entra_signin
  where "userPrincipalName" like '%@%' and "userId" is not null
) as seen
group by one, other
