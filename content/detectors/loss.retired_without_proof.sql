/*---
id: loss.retired_without_proof
title: Device given away without proof that it was wiped
threat: T3
severity: medium
attack: []
needs: [asset, device_event]
why: Old computers and copiers turn up on the second-hand market with patients' records on them.
fix: Find the device or the firm that took it, and get the certificate. Otherwise treat it as lost.
examples:
  - note: retired, and the list says that there is no certificate
    facts:
      asset: [{asset_id: D-7, host_name: ws07, kind: workstation, status: retired, retired_at: "2026-02-01T00:00:00Z", wipe_certificate: false}]
    findings: 1
  - note: with a certificate; wiped according to the log; nothing known either way; still in use; a network switch
    facts:
      asset:
        - {asset_id: D-8, host_name: ws08, kind: workstation, status: retired, wipe_certificate: true}
        - {asset_id: D-9, host_name: ws09, kind: workstation, status: retired, wipe_certificate: false}
        - {asset_id: D-10, host_name: ws10, kind: workstation, status: retired}
        - {asset_id: D-11, host_name: ws11, kind: workstation, status: in_use, wipe_certificate: false}
        - {asset_id: N-1, host_name: sw1, kind: network, status: retired, wipe_certificate: false}
      device_event: [{asset_id: D-9, kind: wiped, happened_at: "2026-02-01T00:00:00Z"}]
    findings: 0
---*/
select coalesce(a.retired_at, a.time, $as_of) as time, a.record_id as record_ids, coalesce(a.host_name, a.asset_id) as subject,
  concat(coalesce(a.host_name, a.asset_id), ' was taken out of use, and no certificate says that it was wiped or destroyed') as sentence
from asset a
where a.status = 'retired' and a.wipe_certificate = false
  and coalesce(a.host_name, a.asset_id) is not null
  and coalesce(a.kind, 'other') <> 'network'
  and coalesce(a.asset_id, '') not in (select asset_id from device_event where kind in ('wiped', 'disposed') and asset_id is not null)
  and coalesce(a.host_name, '') not in (select host_name from device_event where kind in ('wiped', 'disposed') and host_name is not null)
