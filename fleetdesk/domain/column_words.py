"""The words that companies use for our fields and values: English, Spanish, German, Chinese, Snipe-IT and GLPI. Pure.

Words are compared without case, accents, spaces and punctuation.
"""

import unicodedata
from collections.abc import Mapping

from fleetdesk.domain.fleet import Status


def plain_word(text: str) -> str:
    """A word as words are compared: "Número de serie" -> "numerodeserie"."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if sign.isalnum())


FIELD_WORDS: Mapping[str, str] = {
    "row_key": "row key|key|id|record id|asset id|computer id|ID interno|Datensatz|Datensatznummer|Kennung"
    "|行号|记录编号",
    "model": "model|model name|device model|equipment model|asset model|model key|modelo|modelo de equipo"
    "|nombre del modelo|Modell|Gerätemodell|Modellname|Modellbezeichnung|型号|机型|设备型号|产品型号",
    "serial": "serial|serial number|serial no|serial nr|serial #|S/N|SN|device serial|serie|n.º de serie"
    "|número de serie|nro de serie|no de serie|num serie|número serial|Seriennummer|Seriennr|Serien-Nr|Ser.-Nr."
    "|Serien Nummer|Gerätenummer|Fabriknummer|序列号|序號|序列號|设备序列号|出厂编号",
    "asset_tag": "asset tag|tag|asset number|asset no|inventory number|inventory no|label|etiqueta|etiqueta de activo"
    "|número de inventario|código de activo|placa|Inventarnummer|Inventarnr|Inventar-Nr|Anlagennummer|Asset-Tag"
    "|资产编号|资产标签|固定资产编号|资产号|盘点编号",
    "store": "store|store code|store no|store number|location|site|branch|shop|tienda|ubicación|localización|sucursal"
    "|local|código de tienda|Filiale|Filialnummer|Standort|Laden|Ort|Lokation"
    "|门店|店铺|门店编号|门店代码|位置|所在门店",
    "status": "status|asset status|lifecycle|estado|estatus|situación|Zustand|Gerätestatus"
    "|状态|设备状态|资产状态|使用状态",
    "gateway": "gateway|gateway serial|gateway sn|hub serial|pasarela|serie de la pasarela|puerta de enlace"
    "|Gateway-Seriennummer|网关|网关序列号",
    "state": "state|connectivity|connection|online state|online status|conexión|conectividad|estado de conexión"
    "|Verbindung|Verbindungsstatus|Konnektivität|在线状态|连接状态|联网状态",
    "state_as_of": "state as of|last seen|last contact|last online|visto por última vez|último contacto|última conexión"
    "|zuletzt gesehen|letzter Kontakt|最后在线|最后上线时间|最近在线时间",
    "firmware": "firmware|firmware version|fw|fw version|versión de firmware|Firmwareversion|Firmware-Stand"
    "|固件|固件版本",
    "uses": "uses|use count|counter|usage|cycles|usos|contador|número de usos|Nutzungen|Zählerstand|Zyklen"
    "|使用次数|计数",
    "uses_at": "uses at|counter date|reading date|read at|fecha de lectura|fecha del contador|Ablesedatum|Ablesung"
    "|Zählerdatum|读数时间|计数日期|抄表日期",
    "baseline_uses": "baseline uses|baseline|initial counter|contador inicial|Anfangsstand|初始计数|初始读数",
    "fitted_at": "fitted at|fitted|installed|installed at|installation date|install date|commissioned"
    "|fecha de instalación|instalado|puesta en marcha|Einbaudatum|Installationsdatum|Installiert am|Inbetriebnahme"
    "|安装日期|安装时间|启用日期",
    "module_serial": "module serial|module|module sn|serie del módulo|Modul|Modul-Seriennummer|模块序列号|模块",
    "supplier": "supplier|vendor|proveedor|Lieferant|供应商",
    "notes": "notes|note|comment|comments|remarks|notas|comentarios|observaciones|Notizen|Bemerkung|Bemerkungen"
    "|Kommentar|Kommentare|Anmerkung|备注|说明|注释",
    "synthetic": "synthetic|made up|test data|sintético|synthetisch|Testdaten|测试数据",
}
"""Field -> the headers that mean it, separated by |."""

STATUS_WORDS: Mapping[Status, str] = {
    Status.IN_SERVICE: "in service|in use|active|deployed|operational|production|en servicio|en uso|activo|operativo"
    "|in Betrieb|in Benutzung|aktiv|im Einsatz|在用|使用中|运行中|正常|启用",
    Status.TAGGED_OUT: "tagged out|out of service|out of order|broken|defective|undeployable|out for repair|in repair"
    "|out for diagnostics|fuera de servicio|averiado|en reparación|außer Betrieb|defekt|in Reparatur|停用|故障|维修中",
    Status.SPARE: "spare|in stock|ready to deploy|stock|available|repuesto|de reserva|en almacén|disponible|Reserve"
    "|Ersatz|Ersatzgerät|auf Lager|verfügbar|备用|备件|库存|闲置",
    Status.RETIRED: "retired|archived|scrapped|disposed|decommissioned|retirado|dado de baja|baja|archivado"
    "|ausgemustert|ausgesondert|archiviert|verschrottet|报废|已报废|退役",
    Status.TEST_UNIT: "test unit|test|unidad de prueba|prueba|Testgerät|测试机|测试设备",
}

STATE_WORDS: Mapping[str, str] = {
    "online": "online|connected|up|en línea|conectado|verbunden|在线|已连接",
    "offline": "offline|disconnected|down|fuera de línea|desconectado|sin conexión|getrennt|离线|断线|未连接",
}

BOOLEAN_WORDS: Mapping[bool, str] = {
    True: "true|yes|1|y|verdadero|sí|wahr|ja|真|是",
    False: "false|no|0|n|falso|falsch|nein|假|否",
}


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    return {plain_word(word): name for name, listed in words.items() for word in (name, *listed.split("|"))}


FIELD_OF = _by_word(FIELD_WORDS)
STATUS_OF = _by_word({status.value: listed for status, listed in STATUS_WORDS.items()})
STATE_OF = _by_word(STATE_WORDS)
BOOLEAN_OF: Mapping[str, bool] = {
    plain_word(word): value for value, listed in BOOLEAN_WORDS.items() for word in listed.split("|")
}
