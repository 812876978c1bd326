/*---
product: purchase_csv
fact: asset
examples:
  - records: # the columns are those that `content/exports/purchase_csv.yaml` gives
      purchase_csv:
        - {purchase_order: PO-77, serial_number: sn001, asset_tag: A-1, item_words: Latitude 5450, item_category: null, bought_for: "$1,249.00", received_on: "2026-02-01", ordered_on: "2026-01-10"}
        - {purchase_order: PO-78, item_words: "LaserJet printer M404", received_on: "2026-02-01"}
        - {purchase_order: PO-79, item_words: Office chair, received_on: "2026-02-01"} # nothing for the inventory of equipment
        - {purchase_order: PO-80, item_words: "Laptop bag 15 in", received_on: "2026-02-01"}
        - {purchase_order: PO-81, item_words: "24 in monitor arm", item_category: Accessories, received_on: "2026-02-01"}
    facts:
      - {asset_id: A-1, serial_number: SN001, purchase_order: PO-77, cost: 1249, purchased_at: "2026-01-10T00:00:00Z", received_at: "2026-02-01T00:00:00Z", kind: null, status: null, in_inventory: null}
      - {purchase_order: PO-78, serial_number: null, received_at: "2026-02-01T00:00:00Z"}
---*/
with cells as (
  select record_id, time, asset_tag, nullif(upper(trim(serial_number)), '') as serial, purchase_order, bought_for,
    lower(concat_ws(' ', item_words, item_category)) as words, ordered_on, received_on
  from purchase_csv
)
-- what it is, the order says in the dealer's words only: the kind stays open
select
  record_id,
  time,
  asset_tag as asset_id,
  serial as serial_number,
  purchase_order,
  number(regexp_replace(bought_for, '[$ ,]|USD', '', 'g')) as cost,
  read_time(ordered_on) as purchased_at,
  read_time(received_on) as received_at
from cells
-- a line with a number of its own is a machine; else its words must name one, and not what belongs to one
where serial is not null or asset_tag is not null
  or (regexp_like(words, 'laptop|notebook|desktop|workstation|computer|server|tablet|ipad|iphone|smartphone|macbook|printer|switch|router|firewall|access point|ultrasound|infusion pump|patient monitor')
    and not regexp_like(words, 'licen[cs]e|subscription|software|warranty|support|service|maintenance|cable|toner|cartridge|ink|bag|case|sleeve|stand|arm|mount|adapter|charger|battery|keyboard|mouse|memory|dock|accessor|paper|shipping'))
