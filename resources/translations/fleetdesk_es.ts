<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
  <context>
    <name>ui</name>
    <message>
      <source> ({count} never read)</source>
      <translation> ({count} sin leer nunca)</translation>
    </message>
    <message>
      <source> and </source>
      <translation> y </translation>
    </message>
    <message>
      <source> and {count} more</source>
      <translation> y {count} más</translation>
    </message>
    <message>
      <source>(choose one)</source>
      <translation>(elija uno)</translation>
    </message>
    <message>
      <source>(left out)</source>
      <translation>(se omite)</translation>
    </message>
    <message>
      <source>(no name)</source>
      <translation>(sin nombre)</translation>
    </message>
    <message>
      <source>, generation {number}</source>
      <translation>, generación {number}</translation>
    </message>
    <message>
      <source>, {due} for what is due</source>
      <translation>, {due} para lo que vence</translation>
    </message>
    <message>
      <source>0    Pass all that is open</source>
      <translation>0    Todo lo pendiente, correcto</translation>
    </message>
    <message>
      <source>1    Not now: it is owed</source>
      <translation>1    Ahora no: queda pendiente</translation>
    </message>
    <message>
      <source>1 business day over</source>
      <translation>1 día hábil de retraso</translation>
    </message>
    <message>
      <source>1 day</source>
      <translation>1 día</translation>
    </message>
    <message>
      <source>1 difference</source>
      <translation>1 diferencia</translation>
    </message>
    <message>
      <source>1 file</source>
      <translation>1 archivo</translation>
    </message>
    <message>
      <source>1 file is only on this laptop.</source>
      <translation>1 archivo está solo en este portátil.</translation>
    </message>
    <message>
      <source>1 hour</source>
      <translation>1 hora</translation>
    </message>
    <message>
      <source>1 inspection is not signed yet</source>
      <translation>1 inspección aún sin firmar</translation>
    </message>
    <message>
      <source>1 inspection to finish</source>
      <translation>1 inspección por terminar</translation>
    </message>
    <message>
      <source>1 inspection.</source>
      <translation>1 inspección.</translation>
    </message>
    <message>
      <source>1 minute</source>
      <translation>1 minuto</translation>
    </message>
    <message>
      <source>1 open work order</source>
      <translation>1 orden de trabajo abierta</translation>
    </message>
    <message>
      <source>1 photo</source>
      <translation>1 foto</translation>
    </message>
    <message>
      <source>1 record</source>
      <translation>1 registro</translation>
    </message>
    <message>
      <source>1 record is only on this laptop.</source>
      <translation>1 registro está solo en este portátil.</translation>
    </message>
    <message>
      <source>1 seal is broken.</source>
      <translation>1 sello está roto.</translation>
    </message>
    <message>
      <source>1 service done.</source>
      <translation>1 servicio realizado.</translation>
    </message>
    <message>
      <source>1 service due</source>
      <translation>1 servicio vencido</translation>
    </message>
    <message>
      <source>1 service is due</source>
      <translation>1 servicio vence</translation>
    </message>
    <message>
      <source>1 to 9</source>
      <translation>1 a 9</translation>
    </message>
    <message>
      <source>216 devices in 10 stores, from a real report. What it does not name is made up and marked so.</source>
      <translation>216 equipos en 10 tiendas, de un informe real. Lo que no nombra es inventado y está marcado.</translation>
    </message>
    <message>
      <source>A file with your stores and devices. Nothing is changed before you have seen what it would do.</source>
      <translation>Un archivo con sus tiendas y equipos. Nada cambia antes de que vea lo que haría.</translation>
    </message>
    <message>
      <source>A module was fitted in {about} although it was retired</source>
      <translation>Se montó un módulo en {about} aunque estaba retirado</translation>
    </message>
    <message>
      <source>A new store</source>
      <translation>Una tienda nueva</translation>
    </message>
    <message>
      <source>A photo belongs to this answer. Without one it is signed as owed.</source>
      <translation>Esta respuesta lleva foto. Sin ella se firma como pendiente.</translation>
    </message>
    <message>
      <source>A reading counts after all.</source>
      <translation>Una lectura cuenta después de todo.</translation>
    </message>
    <message>
      <source>A reading was wrong and does not count.</source>
      <translation>Una lectura era errónea y no cuenta.</translation>
    </message>
    <message>
      <source>A receipt of one page for the store's manager</source>
      <translation>Un recibo de una página para el gerente de la tienda</translation>
    </message>
    <message>
      <source>A service is due by use, counted since it was last done. Choose a plan to see or change it.</source>
      <translation>Un servicio vence por uso, contado desde la última vez. Elija un plan para verlo o cambiarlo.</translation>
    </message>
    <message>
      <source>Add a port by its address</source>
      <translation>Añadir un puerto por su dirección</translation>
    </message>
    <message>
      <source>Add a store...</source>
      <translation>Añadir una tienda...</translation>
    </message>
    <message>
      <source>Add photo</source>
      <translation>Añadir foto</translation>
    </message>
    <message>
      <source>Add port</source>
      <translation>Añadir puerto</translation>
    </message>
    <message>
      <source>Add the store</source>
      <translation>Añadir la tienda</translation>
    </message>
    <message>
      <source>Add...</source>
      <translation>Añadir...</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Dirección</translation>
    </message>
    <message>
      <source>Address of a port</source>
      <translation>Dirección de un puerto</translation>
    </message>
    <message>
      <source>Address of the hub</source>
      <translation>Dirección del hub</translation>
    </message>
    <message>
      <source>Address of the receiver</source>
      <translation>Dirección de quien lo recibe</translation>
    </message>
    <message>
      <source>Address, as it stands on the other laptop</source>
      <translation>Dirección, tal como figura en el otro portátil</translation>
    </message>
    <message>
      <source>Against it: {reason}</source>
      <translation>En contra: {reason}</translation>
    </message>
    <message>
      <source>All equipment</source>
      <translation>Todos los equipos</translation>
    </message>
    <message>
      <source>All of this was done for each of them</source>
      <translation>Todo esto se hizo en cada uno</translation>
    </message>
    <message>
      <source>All records and files that are new for the receiver go into one file that only they can open.</source>
      <translation>Todos los registros y archivos nuevos para quien lo recibe van en un solo archivo que solo esa parte puede abrir.</translation>
    </message>
    <message>
      <source>All samples as a table (CSV)...</source>
      <translation>Todas las muestras como tabla (CSV)...</translation>
    </message>
    <message>
      <source>All stores</source>
      <translation>Todas las tiendas</translation>
    </message>
    <message>
      <source>All {count} runs</source>
      <translation>Los {count} arranques</translation>
    </message>
    <message>
      <source>Alternate</source>
      <translation>Alternativa</translation>
    </message>
    <message>
      <source>Alternate supplier</source>
      <translation>Proveedor alternativo</translation>
    </message>
    <message>
      <source>Amend</source>
      <translation>Enmendar</translation>
    </message>
    <message>
      <source>Amend {serial}</source>
      <translation>Enmendar {serial}</translation>
    </message>
    <message>
      <source>Amend...</source>
      <translation>Enmendar...</translation>
    </message>
    <message>
      <source>Amended</source>
      <translation>Enmendada</translation>
    </message>
    <message>
      <source>Amended by {name}, {when}</source>
      <translation>Enmendada por {name}, {when}</translation>
    </message>
    <message>
      <source>Amendment to an inspection of {about}</source>
      <translation>Corrección de una inspección de {about}</translation>
    </message>
    <message>
      <source>An empty day is closed; all empty: not told.</source>
      <translation>Un día vacío está cerrado; todos vacíos: no se sabe.</translation>
    </message>
    <message>
      <source>An exception</source>
      <translation>Una excepción</translation>
    </message>
    <message>
      <source>An import brings its stores along. A store that no file names is added here.</source>
      <translation>Una importación trae sus tiendas. Una tienda que ningún archivo nombra se añade aquí.</translation>
    </message>
    <message>
      <source>An inspection was amended by {name}.</source>
      <translation>{name} enmendó una inspección.</translation>
    </message>
    <message>
      <source>Announced</source>
      <translation>Se anuncia</translation>
    </message>
    <message>
      <source>Announced at, in percent</source>
      <translation>Se anuncia al, en por ciento</translation>
    </message>
    <message>
      <source>Another unit</source>
      <translation>Otra unidad</translation>
    </message>
    <message>
      <source>Another unit is on {port}</source>
      <translation>Otra unidad está en {port}</translation>
    </message>
    <message>
      <source>Answer on the cable</source>
      <translation>Respuesta por cable</translation>
    </message>
    <message>
      <source>Answer: {title}</source>
      <translation>Respuesta: {title}</translation>
    </message>
    <message>
      <source>Answered on the cable {age} ago</source>
      <translation>Respondió por cable hace {age}</translation>
    </message>
    <message>
      <source>Answered on the cable.</source>
      <translation>Respondió por cable.</translation>
    </message>
    <message>
      <source>Answers</source>
      <translation>Respuestas</translation>
    </message>
    <message>
      <source>Answers on the cable</source>
      <translation>Responde por cable</translation>
    </message>
    <message>
      <source>Answers, readings, files and template are exactly what was signed.</source>
      <translation>Las respuestas, lecturas, archivos y la plantilla son exactamente lo que se firmó.</translation>
    </message>
    <message>
      <source>Any campaign</source>
      <translation>Cualquier campaña</translation>
    </message>
    <message>
      <source>Any cause</source>
      <translation>Cualquier causa</translation>
    </message>
    <message>
      <source>Any finding</source>
      <translation>Cualquier resultado</translation>
    </message>
    <message>
      <source>Any seal</source>
      <translation>Cualquier sello</translation>
    </message>
    <message>
      <source>Any state</source>
      <translation>Cualquier estado</translation>
    </message>
    <message>
      <source>Any time</source>
      <translation>Cualquier fecha</translation>
    </message>
    <message>
      <source>Anybody</source>
      <translation>Cualquier persona</translation>
    </message>
    <message>
      <source>Arrow</source>
      <translation>Flecha</translation>
    </message>
    <message>
      <source>Arrows read values, + and - or the wheel zoom.</source>
      <translation>Las flechas leen valores; + y - o la rueda acercan.</translation>
    </message>
    <message>
      <source>As it was</source>
      <translation>Como estaba</translation>
    </message>
    <message>
      <source>As on your badge</source>
      <translation>Como en su credencial</translation>
    </message>
    <message>
      <source>As the technician sees it</source>
      <translation>Como la ve el técnico</translation>
    </message>
    <message>
      <source>Ask for a free address on the store's router, or set a fixed one.</source>
      <translation>Pida una dirección libre en el router de la tienda, o ponga una fija.</translation>
    </message>
    <message>
      <source>Ask for these ports when something that needs them is missing.</source>
      <translation>Pida estos puertos cuando falte algo que los necesite.</translation>
    </message>
    <message>
      <source>Ask what it is</source>
      <translation>Preguntar qué es</translation>
    </message>
    <message>
      <source>Asked</source>
      <translation>Se pregunta</translation>
    </message>
    <message>
      <source>Asked depending on</source>
      <translation>Se pregunta según</translation>
    </message>
    <message>
      <source>Asking who is there. It takes a second or two.</source>
      <translation>Preguntando quién está ahí. Tarda uno o dos segundos.</translation>
    </message>
    <message>
      <source>Asset tag</source>
      <translation>Etiqueta de activo</translation>
    </message>
    <message>
      <source>Assign all {count} here</source>
      <translation>Asignar aquí los {count}</translation>
    </message>
    <message>
      <source>Assign here</source>
      <translation>Asignar aquí</translation>
    </message>
    <message>
      <source>Assign {serial} to this gateway</source>
      <translation>Asignar {serial} a este gateway</translation>
    </message>
    <message>
      <source>Assigned to gateway {serial}.</source>
      <translation>Asignado al gateway {serial}.</translation>
    </message>
    <message>
      <source>Assigned to no gateway.</source>
      <translation>Sin gateway asignado.</translation>
    </message>
    <message>
      <source>At</source>
      <translation>Con</translation>
    </message>
    <message>
      <source>At least</source>
      <translation>Mínimo</translation>
    </message>
    <message>
      <source>At most</source>
      <translation>Máximo</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Atrás</translation>
    </message>
    <message>
      <source>Back to the bench</source>
      <translation>Volver al banco</translation>
    </message>
    <message>
      <source>Back to the bench; the draft is kept</source>
      <translation>Volver al banco; el borrador se conserva</translation>
    </message>
    <message>
      <source>Back to the columns</source>
      <translation>Volver a las columnas</translation>
    </message>
    <message>
      <source>Back to the imports</source>
      <translation>Volver a las importaciones</translation>
    </message>
    <message>
      <source>Battery of the module</source>
      <translation>Batería del módulo</translation>
    </message>
    <message>
      <source>Battery or power</source>
      <translation>Batería o alimentación</translation>
    </message>
    <message>
      <source>Before the next visit</source>
      <translation>Antes de la próxima visita</translation>
    </message>
    <message>
      <source>Beginning of this laptop's journal</source>
      <translation>Comienzo del diario de este portátil</translation>
    </message>
    <message>
      <source>Behind this gateway</source>
      <translation>Detrás de este gateway</translation>
    </message>
    <message>
      <source>Bench</source>
      <translation>Banco</translation>
    </message>
    <message>
      <source>Blade set replaced, turns freely</source>
      <translation>Juego de cuchillas cambiado, gira libre</translation>
    </message>
    <message>
      <source>Blenders</source>
      <translation>Licuadoras</translation>
    </message>
    <message>
      <source>Brew group, grinder and tray cleaned</source>
      <translation>Grupo, molino y bandeja limpios</translation>
    </message>
    <message>
      <source>Broken</source>
      <translation>Roto</translation>
    </message>
    <message>
      <source>Broken: {where}</source>
      <translation>Roto: {where}</translation>
    </message>
    <message>
      <source>By</source>
      <translation>Por</translation>
    </message>
    <message>
      <source>By gateway {gateway}.</source>
      <translation>Según el gateway {gateway}.</translation>
    </message>
    <message>
      <source>Calibrated by test shots</source>
      <translation>Calibrado con tiros de prueba</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Cámara</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Cancelar</translation>
    </message>
    <message>
      <source>Cancelled. A file that was not whole was removed.</source>
      <translation>Cancelado. Se eliminó el archivo que no estaba completo.</translation>
    </message>
    <message>
      <source>Cancelled. What was sent is safe; the next sync goes on from there.</source>
      <translation>Cancelado. Lo enviado está a salvo; la próxima sincronización sigue desde ahí.</translation>
    </message>
    <message>
      <source>Cancelled. What was taken in stays; read the stick again for the rest.</source>
      <translation>Cancelado. Lo que ya se incorporó se queda; vuelva a leer la memoria para el resto.</translation>
    </message>
    <message>
      <source>Cause</source>
      <translation>Causa</translation>
    </message>
    <message>
      <source>Change its power supply.</source>
      <translation>Cambie su fuente de alimentación.</translation>
    </message>
    <message>
      <source>Change...</source>
      <translation>Cambiar...</translation>
    </message>
    <message>
      <source>Changed, not published yet.</source>
      <translation>Cambiada, aún sin publicar.</translation>
    </message>
    <message>
      <source>Check address and firewall first.</source>
      <translation>Revise primero la dirección y el firewall.</translation>
    </message>
    <message>
      <source>Check all seals</source>
      <translation>Comprobar todos los sellos</translation>
    </message>
    <message>
      <source>Check the rows</source>
      <translation>Revisar las filas</translation>
    </message>
    <message>
      <source>Checking</source>
      <translation>Revisando</translation>
    </message>
    <message>
      <source>Choice</source>
      <translation>Opciones</translation>
    </message>
    <message>
      <source>Choice about {about}</source>
      <translation>Decisión sobre {about}</translation>
    </message>
    <message>
      <source>Choose a file...</source>
      <translation>Elegir un archivo...</translation>
    </message>
    <message>
      <source>Choose a store</source>
      <translation>Elija una tienda</translation>
    </message>
    <message>
      <source>Choose its store; it keeps its serial and its history begins now.</source>
      <translation>Elija su tienda; conserva su serie y su historia empieza ahora.</translation>
    </message>
    <message>
      <source>Choose where...</source>
      <translation>Elegir dónde...</translation>
    </message>
    <message>
      <source>Circle</source>
      <translation>Círculo</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>Borrar</translation>
    </message>
    <message>
      <source>Clear search and filters</source>
      <translation>Borrar búsqueda y filtros</translation>
    </message>
    <message>
      <source>Clock</source>
      <translation>Reloj</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Close together: {title}...</source>
      <translation>Cerrar juntos: {title}...</translation>
    </message>
    <message>
      <source>Closed</source>
      <translation>Cerrada</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Código</translation>
    </message>
    <message>
      <source>Code, as gateways hold it</source>
      <translation>Código, como lo guardan los gateways</translation>
    </message>
    <message>
      <source>Coffee machines</source>
      <translation>Máquinas de café</translation>
    </message>
    <message>
      <source>Cold dispensers</source>
      <translation>Dispensadores fríos</translation>
    </message>
    <message>
      <source>Collecting...</source>
      <translation>Reuniendo...</translation>
    </message>
    <message>
      <source>Columns parted by</source>
      <translation>Columnas separadas por</translation>
    </message>
    <message>
      <source>Compare this key with the one that its writer sees under Save to a stick: {key}</source>
      <translation>Compare esta clave con la que ve quien lo escribió en Guardar en una memoria: {key}</translation>
    </message>
    <message>
      <source>Compare with...</source>
      <translation>Comparar con...</translation>
    </message>
    <message>
      <source>Connectivity failure</source>
      <translation>Falla de conectividad</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>Continuar</translation>
    </message>
    <message>
      <source>Continue inspection</source>
      <translation>Continuar la inspección</translation>
    </message>
    <message>
      <source>Continue: {draft}</source>
      <translation>Continuar: {draft}</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Copiado</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Copiar</translation>
    </message>
    <message>
      <source>Copy for support</source>
      <translation>Copiar para soporte</translation>
    </message>
    <message>
      <source>Copy its SHA-256</source>
      <translation>Copiar su SHA-256</translation>
    </message>
    <message>
      <source>Correct its serial</source>
      <translation>Corregir su serie</translation>
    </message>
    <message>
      <source>Correct the serial</source>
      <translation>Corregir la serie</translation>
    </message>
    <message>
      <source>Correct the serial {serial}</source>
      <translation>Corregir la serie {serial}</translation>
    </message>
    <message>
      <source>Counted</source>
      <translation>Contado</translation>
    </message>
    <message>
      <source>Counted so many</source>
      <translation>Se contaron tantos</translation>
    </message>
    <message>
      <source>Counter read: {value}.</source>
      <translation>Contador leído: {value}.</translation>
    </message>
    <message>
      <source>Ctrl+{digit}</source>
      <translation>Ctrl+{digit}</translation>
    </message>
    <message>
      <source>Decided; another choice turns it round</source>
      <translation>Decidido; otra decisión lo cambia</translation>
    </message>
    <message>
      <source>Deep clean and calibration</source>
      <translation>Limpieza profunda y calibración</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Equipo</translation>
    </message>
    <message>
      <source>Devices</source>
      <translation>Equipos</translation>
    </message>
    <message>
      <source>Differs</source>
      <translation>Difiere</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Descartar</translation>
    </message>
    <message>
      <source>Discard {serial}</source>
      <translation>Descartar {serial}</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Descartar</translation>
    </message>
    <message>
      <source>Do</source>
      <translation>Hacer</translation>
    </message>
    <message>
      <source>Does it work, and does it report?</source>
      <translation>¿Funciona y reporta?</translation>
    </message>
    <message>
      <source>Does not hold</source>
      <translation>No vale</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Hecho</translation>
    </message>
    <message>
      <source>Draft saved {time}</source>
      <translation>Borrador guardado {time}</translation>
    </message>
    <message>
      <source>Draw here, if you like</source>
      <translation>Firme aquí, si quiere</translation>
    </message>
    <message>
      <source>Draw where to look. The photo itself stays as it was.</source>
      <translation>Marque dónde mirar. La foto queda como estaba.</translation>
    </message>
    <message>
      <source>Draw your signature</source>
      <translation>Dibuje su firma</translation>
    </message>
    <message>
      <source>Draws this channel below the first one</source>
      <translation>Dibuja este canal debajo del primero</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>Vence</translation>
    </message>
    <message>
      <source>Due about {likely} ({earliest_day} to {latest}).</source>
      <translation>Vence hacia el {likely} ({earliest_day} a {latest}).</translation>
    </message>
    <message>
      <source>Due about {likely} ({earliest} or later).</source>
      <translation>Vence hacia el {likely} ({earliest} o después).</translation>
    </message>
    <message>
      <source>Due about {likely} ({earliest} to {latest}).</source>
      <translation>Vence hacia el {likely} ({earliest} a {latest}).</translation>
    </message>
    <message>
      <source>Due about {likely}.</source>
      <translation>Vence hacia el {likely}.</translation>
    </message>
    <message>
      <source>Due at</source>
      <translation>Vencía con</translation>
    </message>
    <message>
      <source>Due now</source>
      <translation>Vence ahora</translation>
    </message>
    <message>
      <source>Due or not</source>
      <translation>Vencido o no</translation>
    </message>
    <message>
      <source>Due or soon</source>
      <translation>Vencido o pronto</translation>
    </message>
    <message>
      <source>Each device gets a sealed inspection of its own.</source>
      <translation>Cada equipo recibe su propia inspección sellada.</translation>
    </message>
    <message>
      <source>Edit its fields</source>
      <translation>Editar sus campos</translation>
    </message>
    <message>
      <source>Edit of a part</source>
      <translation>Edición de un repuesto</translation>
    </message>
    <message>
      <source>Edit of module {about}</source>
      <translation>Edición del módulo {about}</translation>
    </message>
    <message>
      <source>Edit of {about}</source>
      <translation>Edición de {about}</translation>
    </message>
    <message>
      <source>Edit {serial}</source>
      <translation>Editar {serial}</translation>
    </message>
    <message>
      <source>Encoding</source>
      <translation>Codificación</translation>
    </message>
    <message>
      <source>End it</source>
      <translation>Terminarla</translation>
    </message>
    <message>
      <source>End it here</source>
      <translation>Terminarlo aquí</translation>
    </message>
    <message>
      <source>End it: {title}</source>
      <translation>Cerrar: {title}</translation>
    </message>
    <message>
      <source>Ending after this step</source>
      <translation>Termina después de este paso</translation>
    </message>
    <message>
      <source>English is shown</source>
      <translation>Se muestra en inglés</translation>
    </message>
    <message>
      <source>Enlarge</source>
      <translation>Ampliar</translation>
    </message>
    <message>
      <source>Enough</source>
      <translation>Suficiente</translation>
    </message>
    <message>
      <source>Enter</source>
      <translation>Entrar</translation>
    </message>
    <message>
      <source>Enter whole numbers for how often and when to announce.</source>
      <translation>Escriba números enteros para cada cuánto y cuándo anunciar.</translation>
    </message>
    <message>
      <source>Equipment</source>
      <translation>Equipo</translation>
    </message>
    <message>
      <source>Esc</source>
      <translation>Esc</translation>
    </message>
    <message>
      <source>Every</source>
      <translation>Cada</translation>
    </message>
    <message>
      <source>Every {value}</source>
      <translation>Cada {value}</translation>
    </message>
    <message>
      <source>Every, in {unit}</source>
      <translation>Cada, en {unit}</translation>
    </message>
    <message>
      <source>Everything is answered</source>
      <translation>Todo está respondido</translation>
    </message>
    <message>
      <source>Everything is on the hub</source>
      <translation>Todo está en el hub</translation>
    </message>
    <message>
      <source>Everything is on the hub.</source>
      <translation>Todo está en el hub.</translation>
    </message>
    <message>
      <source>Everything that is kept</source>
      <translation>Todo lo que se conserva</translation>
    </message>
    <message>
      <source>Everything, not only what is new since the last time</source>
      <translation>Todo, no solo lo nuevo desde la última vez</translation>
    </message>
    <message>
      <source>Exception for a device</source>
      <translation>Excepción para un equipo</translation>
    </message>
    <message>
      <source>Expected: {value}</source>
      <translation>Esperado: {value}</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportar</translation>
    </message>
    <message>
      <source>Export...</source>
      <translation>Exportar...</translation>
    </message>
    <message>
      <source>Fail</source>
      <translation>Falla</translation>
    </message>
    <message>
      <source>Fetch again</source>
      <translation>Traer de nuevo</translation>
    </message>
    <message>
      <source>Fetch log</source>
      <translation>Traer registro</translation>
    </message>
    <message>
      <source>Fetched {time}</source>
      <translation>Traído {time}</translation>
    </message>
    <message>
      <source>Fetching it...</source>
      <translation>Cargando...</translation>
    </message>
    <message>
      <source>Fetching the motor log</source>
      <translation>Trayendo el registro del motor</translation>
    </message>
    <message>
      <source>Fetching what happened to it...</source>
      <translation>Buscando lo que le pasó...</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>Campo</translation>
    </message>
    <message>
      <source>Field of column {name}</source>
      <translation>Campo de la columna {name}</translation>
    </message>
    <message>
      <source>File of {size} bytes</source>
      <translation>Archivo de {size} bytes</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Archivos</translation>
    </message>
    <message>
      <source>Files of the bundle</source>
      <translation>Archivos del paquete</translation>
    </message>
    <message>
      <source>Find a store</source>
      <translation>Buscar una tienda</translation>
    </message>
    <message>
      <source>Firewall</source>
      <translation>Firewall</translation>
    </message>
    <message>
      <source>Firmware</source>
      <translation>Firmware</translation>
    </message>
    <message>
      <source>Firmware against the fleet</source>
      <translation>Firmware frente a la flota</translation>
    </message>
    <message>
      <source>Firmware image</source>
      <translation>Imagen de firmware</translation>
    </message>
    <message>
      <source>Firmware of {about}</source>
      <translation>Firmware de {about}</translation>
    </message>
    <message>
      <source>Firmware update cancelled: it runs {before}.</source>
      <translation>Actualización cancelada: usa {before}.</translation>
    </message>
    <message>
      <source>Firmware update interrupted: it runs {before}.</source>
      <translation>Actualización interrumpida: usa {before}.</translation>
    </message>
    <message>
      <source>Firmware update refused by the module: it runs {before}.</source>
      <translation>El módulo rechazó la actualización: usa {before}.</translation>
    </message>
    <message>
      <source>Firmware update tested and sent back: it runs {before}.</source>
      <translation>Actualización probada y revertida: usa {before}.</translation>
    </message>
    <message>
      <source>Firmware update without a known end.</source>
      <translation>Actualización sin final conocido.</translation>
    </message>
    <message>
      <source>Firmware update.</source>
      <translation>Actualización de firmware.</translation>
    </message>
    <message>
      <source>Firmware updated from {before} to {after}.</source>
      <translation>Firmware actualizado de {before} a {after}.</translation>
    </message>
    <message>
      <source>Firmware {after} was installed already.</source>
      <translation>El firmware {after} ya estaba instalado.</translation>
    </message>
    <message>
      <source>Firmware {firmware}.</source>
      <translation>Firmware {firmware}.</translation>
    </message>
    <message>
      <source>First and last name</source>
      <translation>Nombre y apellido</translation>
    </message>
    <message>
      <source>Fit another module</source>
      <translation>Montar otro módulo</translation>
    </message>
    <message>
      <source>Fit another module in {serial}</source>
      <translation>Montar otro módulo en {serial}</translation>
    </message>
    <message>
      <source>Fit it there</source>
      <translation>Montarlo ahí</translation>
    </message>
    <message>
      <source>Fit the module</source>
      <translation>Montar el módulo</translation>
    </message>
    <message>
      <source>Fitting of module {about}</source>
      <translation>Montaje del módulo {about}</translation>
    </message>
    <message>
      <source>Flag</source>
      <translation>Observación</translation>
    </message>
    <message>
      <source>Fleet</source>
      <translation>Flota</translation>
    </message>
    <message>
      <source>Fleet and audit files (*.csv *.tsv *.txt *.xlsx *.json *.eva *.dts);;All files (*)</source>
      <translation>Archivos de flota y auditoría (*.csv *.tsv *.txt *.xlsx *.json *.eva *.dts);;Todos los archivos (*)</translation>
    </message>
    <message>
      <source>Fleet.xlsx</source>
      <translation>Flota.xlsx</translation>
    </message>
    <message>
      <source>Fleetdesk bundles (*.fleetdesk)</source>
      <translation>Paquetes de Fleetdesk (*.fleetdesk)</translation>
    </message>
    <message>
      <source>Fleetdesk bundles (*.fleetdesk);;All files (*)</source>
      <translation>Paquetes de Fleetdesk (*.fleetdesk);;Todos los archivos (*)</translation>
    </message>
    <message>
      <source>Fleetdesk made a mistake</source>
      <translation>Fleetdesk cometió un error</translation>
    </message>
    <message>
      <source>Fleetdesk made a mistake.</source>
      <translation>Fleetdesk cometió un error.</translation>
    </message>
    <message>
      <source>Fleetdesk works from this laptop, with or without a network. Begin with one of these.</source>
      <translation>Fleetdesk trabaja desde esta computadora, con o sin red. Empiece por una de estas opciones.</translation>
    </message>
    <message>
      <source>For a serial that was written down wrongly. History and uses stay with the device.</source>
      <translation>Para una serie mal anotada. La historia y los usos siguen con el equipo.</translation>
    </message>
    <message>
      <source>For one model...</source>
      <translation>Para un modelo...</translation>
    </message>
    <message>
      <source>Found</source>
      <translation>Resultado</translation>
    </message>
    <message>
      <source>Friday</source>
      <translation>viernes</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Desde</translation>
    </message>
    <message>
      <source>From import {source}.</source>
      <translation>De la importación {source}.</translation>
    </message>
    <message>
      <source>From the hub: {new} records were new, {files} files. It holds {held} records of yours.</source>
      <translation>Del hub: {new} registros nuevos, {files} archivos. El hub tiene {held} registros suyos.</translation>
    </message>
    <message>
      <source>From {place}.</source>
      <translation>De {place}.</translation>
    </message>
    <message>
      <source>From {time} by the module's clock, fetched {fetched}</source>
      <translation>Desde {time} según el reloj del módulo, traído {fetched}</translation>
    </message>
    <message>
      <source>From {who}: {new} records were new, {known} were known, {files} new files.</source>
      <translation>De {who}: {new} registros eran nuevos, {known} ya se conocían, {files} archivos nuevos.</translation>
    </message>
    <message>
      <source>Gateway</source>
      <translation>Gateway</translation>
    </message>
    <message>
      <source>Gateway down</source>
      <translation>Gateway caído</translation>
    </message>
    <message>
      <source>Gateway of {about}</source>
      <translation>Gateway de {about}</translation>
    </message>
    <message>
      <source>Gateways</source>
      <translation>Gateways</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Seguir</translation>
    </message>
    <message>
      <source>Going back to the old firmware</source>
      <translation>Volviendo al firmware anterior</translation>
    </message>
    <message>
      <source>Have TCP port {port} opened: it reports through it.</source>
      <translation>Haga abrir el puerto TCP {port}: reporta por él.</translation>
    </message>
    <message>
      <source>Have UDP port 123 opened, or set its clock.</source>
      <translation>Haga abrir el puerto UDP 123, o ponga su reloj.</translation>
    </message>
    <message>
      <source>Header in row</source>
      <translation>Encabezado en la fila</translation>
    </message>
    <message>
      <source>Healthy</source>
      <translation>Sano</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Historia</translation>
    </message>
    <message>
      <source>Holds now</source>
      <translation>Vale ahora</translation>
    </message>
    <message>
      <source>Housing and module cover</source>
      <translation>Carcasa y tapa del módulo</translation>
    </message>
    <message>
      <source>Housing and module cover are whole.</source>
      <translation>Carcasa y tapa del módulo enteras.</translation>
    </message>
    <message>
      <source>Housing or module cover is damaged.</source>
      <translation>Carcasa o tapa del módulo dañada.</translation>
    </message>
    <message>
      <source>How many</source>
      <translation>Cuántos</translation>
    </message>
    <message>
      <source>Hub reachable</source>
      <translation>Hub disponible</translation>
    </message>
    <message>
      <source>Ice machines</source>
      <translation>Máquinas de hielo</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importar</translation>
    </message>
    <message>
      <source>Import a fleet</source>
      <translation>Importar una flota</translation>
    </message>
    <message>
      <source>Import a fleet or an audit file</source>
      <translation>Importar una flota o un archivo de auditoría</translation>
    </message>
    <message>
      <source>Import an audit file</source>
      <translation>Importar un archivo de auditoría</translation>
    </message>
    <message>
      <source>Import your fleet, or plug a device in: what is due stands here by store.</source>
      <translation>Importe su flota o conecte un equipo: lo que vence aparece aquí por tienda.</translation>
    </message>
    <message>
      <source>Import {rows} rows</source>
      <translation>Importar {rows} filas</translation>
    </message>
    <message>
      <source>Import...</source>
      <translation>Importar...</translation>
    </message>
    <message>
      <source>Importing</source>
      <translation>Importando</translation>
    </message>
    <message>
      <source>Importing...</source>
      <translation>Importando...</translation>
    </message>
    <message>
      <source>Imports</source>
      <translation>Importaciones</translation>
    </message>
    <message>
      <source>In Chinese</source>
      <translation>En chino</translation>
    </message>
    <message>
      <source>In Spanish</source>
      <translation>En español</translation>
    </message>
    <message>
      <source>In bounds</source>
      <translation>Dentro de los límites</translation>
    </message>
    <message>
      <source>In service</source>
      <translation>En servicio</translation>
    </message>
    <message>
      <source>In the registry</source>
      <translation>En el registro</translation>
    </message>
    <message>
      <source>Inspect all offline blenders</source>
      <translation>Inspeccionar todas las licuadoras sin conexión</translation>
    </message>
    <message>
      <source>Inspected.</source>
      <translation>Inspeccionado.</translation>
    </message>
    <message>
      <source>Inspected: connectivity failure, cause {cause}.</source>
      <translation>Inspeccionado: falla de conectividad, causa {cause}.</translation>
    </message>
    <message>
      <source>Inspected: healthy.</source>
      <translation>Inspeccionado: sano.</translation>
    </message>
    <message>
      <source>Inspected: mechanical failure.</source>
      <translation>Inspeccionado: falla mecánica.</translation>
    </message>
    <message>
      <source>Inspection</source>
      <translation>Inspección</translation>
    </message>
    <message>
      <source>Inspection of {about}</source>
      <translation>Inspección de {about}</translation>
    </message>
    <message>
      <source>Inspection templates</source>
      <translation>Plantillas de inspección</translation>
    </message>
    <message>
      <source>Inspections</source>
      <translation>Inspecciones</translation>
    </message>
    <message>
      <source>Inspections are signed with it. It stays on this laptop and travels with your work to the hub.</source>
      <translation>Las inspecciones se firman con esto. Queda en esta computadora y viaja con su trabajo al hub.</translation>
    </message>
    <message>
      <source>Inspections.xlsx</source>
      <translation>Inspecciones.xlsx</translation>
    </message>
    <message>
      <source>Install it: pip install 'fleetdesk[camera]'. A photo from a file works without it.</source>
      <translation>Instálela: pip install 'fleetdesk[camera]'. Una foto de archivo funciona sin ella.</translation>
    </message>
    <message>
      <source>Is it retired, or in use?</source>
      <translation>¿Está retirado o en uso?</translation>
    </message>
    <message>
      <source>Is my work safe?</source>
      <translation>¿Está seguro mi trabajo?</translation>
    </message>
    <message>
      <source>It answers on the cable.</source>
      <translation>Responde por cable.</translation>
    </message>
    <message>
      <source>It appears here within two seconds, with its history and what is due. Nothing is written to it.</source>
      <translation>Aparece aquí en dos segundos, con su historia y lo que vence. No se le escribe nada.</translation>
    </message>
    <message>
      <source>It begins with https://, as your team leader gave it to you.</source>
      <translation>Empieza con https://, como se lo dio su jefe de equipo.</translation>
    </message>
    <message>
      <source>It came after the last sync, {at}.</source>
      <translation>Llegó después de la última sincronización, {at}.</translation>
    </message>
    <message>
      <source>It counted few jams and faults.</source>
      <translation>Contó pocos atascos y fallas.</translation>
    </message>
    <message>
      <source>It counted many jams or cycles that ended in a fault.</source>
      <translation>Contó muchos atascos o ciclos terminados en falla.</translation>
    </message>
    <message>
      <source>It does not answer on the cable.</source>
      <translation>No responde por cable.</translation>
    </message>
    <message>
      <source>It holds for {count} devices. </source>
      <translation>Vale para {count} equipos. </translation>
    </message>
    <message>
      <source>It is being sent.</source>
      <translation>Se está enviando.</translation>
    </message>
    <message>
      <source>It is done</source>
      <translation>Está hecho</translation>
    </message>
    <message>
      <source>It is in use</source>
      <translation>Está en uso</translation>
    </message>
    <message>
      <source>It is kept as it stands; nothing is corrected silently.</source>
      <translation>Se conserva como está; nada se corrige en silencio.</translation>
    </message>
    <message>
      <source>It is not needed</source>
      <translation>No hace falta</translation>
    </message>
    <message>
      <source>It is retired</source>
      <translation>Está retirado</translation>
    </message>
    <message>
      <source>It is the same: read it</source>
      <translation>Es la misma: leerlo</translation>
    </message>
    <message>
      <source>It is {device}</source>
      <translation>Es {device}</translation>
    </message>
    <message>
      <source>It restarted as usual.</source>
      <translation>Se reinició como siempre.</translation>
    </message>
    <message>
      <source>It restarted for low supply.</source>
      <translation>Se reinició por baja tensión.</translation>
    </message>
    <message>
      <source>It seems to work and does not report.</source>
      <translation>Parece funcionar y no reporta.</translation>
    </message>
    <message>
      <source>It showed {value} uses.</source>
      <translation>Mostraba {value} usos.</translation>
    </message>
    <message>
      <source>It stays in the time line of {serial}.</source>
      <translation>Queda en la línea de tiempo de {serial}.</translation>
    </message>
    <message>
      <source>It stays on the list until then. The first one stands at {uses} {unit}, {most} at most.</source>
      <translation>Sigue en la lista hasta entonces. El primero está en {uses} {unit}, como máximo {most}.</translation>
    </message>
    <message>
      <source>It takes back what this import brought and nobody changed since. What was changed, serviced or inspected afterwards stays and is named.</source>
      <translation>Retira lo que trajo esta importación y nadie cambió desde entonces. Lo cambiado, mantenido o inspeccionado después queda y se nombra.</translation>
    </message>
    <message>
      <source>Its battery is good.</source>
      <translation>Su batería está bien.</translation>
    </message>
    <message>
      <source>Its battery is low.</source>
      <translation>Su batería está baja.</translation>
    </message>
    <message>
      <source>Its counter was not read.</source>
      <translation>No se leyó su contador.</translation>
    </message>
    <message>
      <source>Its firmware is one that falls silent more often than others.</source>
      <translation>Su firmware calla más a menudo que otros.</translation>
    </message>
    <message>
      <source>Its firmware runs on units that report.</source>
      <translation>Su firmware corre en unidades que reportan.</translation>
    </message>
    <message>
      <source>Its gateway</source>
      <translation>Su gateway</translation>
    </message>
    <message>
      <source>Its gateway has not heard it for long.</source>
      <translation>Su gateway no lo oye hace mucho.</translation>
    </message>
    <message>
      <source>Its gateway hears it now and then, weakly.</source>
      <translation>Su gateway lo oye a ratos, débil.</translation>
    </message>
    <message>
      <source>Its gateway hears it well.</source>
      <translation>Su gateway lo oye bien.</translation>
    </message>
    <message>
      <source>Its gateway is down.</source>
      <translation>Su gateway está caído.</translation>
    </message>
    <message>
      <source>Its gateway reports.</source>
      <translation>Su gateway reporta.</translation>
    </message>
    <message>
      <source>Its neighbours on the gateway report.</source>
      <translation>Sus vecinos del gateway reportan.</translation>
    </message>
    <message>
      <source>Its radio hears nothing at all.</source>
      <translation>Su radio no oye nada.</translation>
    </message>
    <message>
      <source>Its state is unknown at its gateway.</source>
      <translation>Su gateway no conoce su estado.</translation>
    </message>
    <message>
      <source>Its watchdog restarted it.</source>
      <translation>Lo reinició su watchdog.</translation>
    </message>
    <message>
      <source>Its waveform was fetched {time}.</source>
      <translation>Su forma de onda se trajo {time}.</translation>
    </message>
    <message>
      <source>Jams and faults counted</source>
      <translation>Atascos y fallas contados</translation>
    </message>
    <message>
      <source>Join</source>
      <translation>Unirse</translation>
    </message>
    <message>
      <source>Join a hub</source>
      <translation>Unirse a un hub</translation>
    </message>
    <message>
      <source>Joining...</source>
      <translation>Uniéndose...</translation>
    </message>
    <message>
      <source>Judgement</source>
      <translation>Juicio</translation>
    </message>
    <message>
      <source>Judgement of a reading of {about}</source>
      <translation>Juicio sobre una lectura de {about}</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>Conservar</translation>
    </message>
    <message>
      <source>Keep marked copy</source>
      <translation>Guardar copia marcada</translation>
    </message>
    <message>
      <source>Keep this</source>
      <translation>Guardar esto</translation>
    </message>
    <message>
      <source>Keeping the new firmware</source>
      <translation>Conservando el firmware nuevo</translation>
    </message>
    <message>
      <source>Kept and needed</source>
      <translation>Reserva y necesidad</translation>
    </message>
    <message>
      <source>Kept at least</source>
      <translation>Mínimo en reserva</translation>
    </message>
    <message>
      <source>L    As last time: {answer}</source>
      <translation>L    Como la última vez: {answer}</translation>
    </message>
    <message>
      <source>Labels with QR codes...</source>
      <translation>Etiquetas con códigos QR...</translation>
    </message>
    <message>
      <source>Labels.pdf</source>
      <translation>Etiquetas.pdf</translation>
    </message>
    <message>
      <source>Language of the preview</source>
      <translation>Idioma de la vista previa</translation>
    </message>
    <message>
      <source>Last 12 months</source>
      <translation>Últimos 12 meses</translation>
    </message>
    <message>
      <source>Last 30 days</source>
      <translation>Últimos 30 días</translation>
    </message>
    <message>
      <source>Last 7 days</source>
      <translation>Últimos 7 días</translation>
    </message>
    <message>
      <source>Last 90 days</source>
      <translation>Últimos 90 días</translation>
    </message>
    <message>
      <source>Last inspection</source>
      <translation>Última inspección</translation>
    </message>
    <message>
      <source>Last on a cable</source>
      <translation>Último contacto por cable</translation>
    </message>
    <message>
      <source>Last seen</source>
      <translation>Visto por última vez</translation>
    </message>
    <message>
      <source>Last synced {at}.</source>
      <translation>Última sincronización: {at}.</translation>
    </message>
    <message>
      <source>Last {count} min</source>
      <translation>Últimos {count} min</translation>
    </message>
    <message>
      <source>Last {seconds} s</source>
      <translation>Últimos {seconds} s</translation>
    </message>
    <message>
      <source>Late</source>
      <translation>Retraso</translation>
    </message>
    <message>
      <source>Leave a row out</source>
      <translation>Dejar fuera una fila</translation>
    </message>
    <message>
      <source>Leave row {row} out</source>
      <translation>Dejar fuera la fila {row}</translation>
    </message>
    <message>
      <source>Left out by you: row {rows}.</source>
      <translation>Usted dejó fuera: fila {rows}.</translation>
    </message>
    <message>
      <source>Let the hub prove it</source>
      <translation>Que el hub lo demuestre</translation>
    </message>
    <message>
      <source>Let the motor run under load for two seconds or more, then let go.</source>
      <translation>Deje el motor con carga dos segundos o más y suelte.</translation>
    </message>
    <message>
      <source>Line</source>
      <translation>Línea</translation>
    </message>
    <message>
      <source>Line purge and sanitising</source>
      <translation>Purga y desinfección de líneas</translation>
    </message>
    <message>
      <source>Line purged and sanitised</source>
      <translation>Línea purgada y desinfectada</translation>
    </message>
    <message>
      <source>Live values</source>
      <translation>Valores en vivo</translation>
    </message>
    <message>
      <source>Loading the sample...</source>
      <translation>Cargando la muestra...</translation>
    </message>
    <message>
      <source>Look at housing, seal and module cover.</source>
      <translation>Mire carcasa, sello y tapa del módulo.</translation>
    </message>
    <message>
      <source>Look at it, draw on it, remove it</source>
      <translation>Verla, dibujar en ella, quitarla</translation>
    </message>
    <message>
      <source>Look at the sample</source>
      <translation>Ver la muestra</translation>
    </message>
    <message>
      <source>Looking at every seal...</source>
      <translation>Revisando cada sello...</translation>
    </message>
    <message>
      <source>Looking at the bundle</source>
      <translation>Revisando el paquete</translation>
    </message>
    <message>
      <source>Looking at {port}</source>
      <translation>Mirando {port}</translation>
    </message>
    <message>
      <source>Looking at {port}...</source>
      <translation>Mirando {port}...</translation>
    </message>
    <message>
      <source>Looking what it is</source>
      <translation>Mirando qué es</translation>
    </message>
    <message>
      <source>Made at, in the store's time</source>
      <translation>Hecho a las, en hora de la tienda</translation>
    </message>
    <message>
      <source>Maintenance</source>
      <translation>Mantenimiento</translation>
    </message>
    <message>
      <source>Maintenance plans</source>
      <translation>Planes de mantenimiento</translation>
    </message>
    <message>
      <source>Make them one unit</source>
      <translation>Hacerlos una sola unidad</translation>
    </message>
    <message>
      <source>Make them two units</source>
      <translation>Hacerlos dos unidades</translation>
    </message>
    <message>
      <source>Manager</source>
      <translation>Gerente</translation>
    </message>
    <message>
      <source>Mark the stores that are yours: they come first, and the figures are theirs.</source>
      <translation>Marque las tiendas que son suyas: van primero, y las cifras son de ellas.</translation>
    </message>
    <message>
      <source>Mechanical failure</source>
      <translation>Falla mecánica</translation>
    </message>
    <message>
      <source>Merging of {about}</source>
      <translation>Unión de {about}</translation>
    </message>
    <message>
      <source>Milk dispensers</source>
      <translation>Dispensadores de leche</translation>
    </message>
    <message>
      <source>Mine</source>
      <translation>Mía</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modelo</translation>
    </message>
    <message>
      <source>Module</source>
      <translation>Módulo</translation>
    </message>
    <message>
      <source>Module damaged</source>
      <translation>Módulo dañado</translation>
    </message>
    <message>
      <source>Module restarted.</source>
      <translation>Módulo reiniciado.</translation>
    </message>
    <message>
      <source>Module {about} cannot be in two devices</source>
      <translation>El módulo {about} no puede estar en dos equipos</translation>
    </message>
    <message>
      <source>Module {module} counts for {device} now.</source>
      <translation>El módulo {module} ahora cuenta para {device}.</translation>
    </message>
    <message>
      <source>Module {module} counts for {device} now; {old} was taken out.</source>
      <translation>El módulo {module} ahora cuenta para {device}; {old} se retiró.</translation>
    </message>
    <message>
      <source>Module {serial} fitted.</source>
      <translation>Módulo {serial} montado.</translation>
    </message>
    <message>
      <source>Module {serial} known.</source>
      <translation>Módulo {serial} conocido.</translation>
    </message>
    <message>
      <source>Module {serial} removed.</source>
      <translation>Módulo {serial} retirado.</translation>
    </message>
    <message>
      <source>Module's serial corrected to {serial}.</source>
      <translation>Serie del módulo corregida a {serial}.</translation>
    </message>
    <message>
      <source>Monday</source>
      <translation>lunes</translation>
    </message>
    <message>
      <source>Most neighbours on its gateway are silent too.</source>
      <translation>La mayoría de sus vecinos del gateway también calla.</translation>
    </message>
    <message>
      <source>Motor current</source>
      <translation>Corriente del motor</translation>
    </message>
    <message>
      <source>Motor inspection and blade replacement</source>
      <translation>Revisión del motor y cambio de cuchillas</translation>
    </message>
    <message>
      <source>Motor log</source>
      <translation>Registro del motor</translation>
    </message>
    <message>
      <source>Motor log of the module</source>
      <translation>Registro del motor del módulo</translation>
    </message>
    <message>
      <source>Motor starts at once and runs evenly</source>
      <translation>El motor arranca al instante y gira parejo</translation>
    </message>
    <message>
      <source>Motor temperature</source>
      <translation>Temperatura del motor</translation>
    </message>
    <message>
      <source>Motor test</source>
      <translation>Prueba del motor</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>Mover</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>Bajar</translation>
    </message>
    <message>
      <source>Move it nearer to the access point, or wire it.</source>
      <translation>Acérquelo al punto de acceso, o cabléelo.</translation>
    </message>
    <message>
      <source>Move or count</source>
      <translation>Mover o contar</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>Subir</translation>
    </message>
    <message>
      <source>Movement of parts</source>
      <translation>Movimiento de repuestos</translation>
    </message>
    <message>
      <source>Must be answered</source>
      <translation>Respuesta obligatoria</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Nombre</translation>
    </message>
    <message>
      <source>Name and staff number</source>
      <translation>Nombre y número de personal</translation>
    </message>
    <message>
      <source>Neighbours on the same gateway</source>
      <translation>Vecinos del mismo gateway</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>Red</translation>
    </message>
    <message>
      <source>Network and uplink</source>
      <translation>Red y enlace</translation>
    </message>
    <message>
      <source>Never reported upstream</source>
      <translation>Nunca reportado</translation>
    </message>
    <message>
      <source>New question</source>
      <translation>Pregunta nueva</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Siguiente</translation>
    </message>
    <message>
      <source>Next visit</source>
      <translation>Próxima visita</translation>
    </message>
    <message>
      <source>Next: {ask} {minutes} min.</source>
      <translation>Siguiente: {ask} {minutes} min.</translation>
    </message>
    <message>
      <source>No cable at hand, or a port on another machine? Add its address:</source>
      <translation>¿Sin cable a mano, o un puerto en otra máquina? Añada su dirección:</translation>
    </message>
    <message>
      <source>No camera is connected.</source>
      <translation>No hay ninguna cámara conectada.</translation>
    </message>
    <message>
      <source>No date yet: how often it is used shows from a second reading on.</source>
      <translation>Sin fecha aún: con qué frecuencia se usa se sabe desde la segunda lectura.</translation>
    </message>
    <message>
      <source>No date yet: its readings lie too close together to show how often it is used.</source>
      <translation>Sin fecha aún: sus lecturas están demasiado juntas para mostrar con qué frecuencia se usa.</translation>
    </message>
    <message>
      <source>No date: by its opening hours the store has no open day.</source>
      <translation>Sin fecha: según su horario la tienda no abre ningún día.</translation>
    </message>
    <message>
      <source>No date: its newest reading, of {read}, is over a year old.</source>
      <translation>Sin fecha: su lectura más reciente, de {read}, tiene más de un año.</translation>
    </message>
    <message>
      <source>No date: its newest reading, of {read}, lies ahead of this laptop's clock.</source>
      <translation>Sin fecha: su lectura más reciente, de {read}, está adelantada al reloj de esta computadora.</translation>
    </message>
    <message>
      <source>No date: no use was counted between its readings.</source>
      <translation>Sin fecha: no se contó ningún uso entre sus lecturas.</translation>
    </message>
    <message>
      <source>No device matches</source>
      <translation>Ningún equipo coincide</translation>
    </message>
    <message>
      <source>No device, or more than one, carries {code}.</source>
      <translation>Ningún equipo, o más de uno, lleva {code}.</translation>
    </message>
    <message>
      <source>No hub</source>
      <translation>Sin hub</translation>
    </message>
    <message>
      <source>No hub in reach</source>
      <translation>Ningún hub a la vista</translation>
    </message>
    <message>
      <source>No hub is joined: your work is on this laptop, and only there.</source>
      <translation>Sin hub: su trabajo está en esta computadora, y solo ahí.</translation>
    </message>
    <message>
      <source>No hub since {time}</source>
      <translation>Sin hub desde {time}</translation>
    </message>
    <message>
      <source>No hub was joined yet.</source>
      <translation>Aún no se ha unido a ningún hub.</translation>
    </message>
    <message>
      <source>No hub yet</source>
      <translation>Aún sin hub</translation>
    </message>
    <message>
      <source>No hub: work stays on this laptop</source>
      <translation>Sin hub: el trabajo queda en esta computadora</translation>
    </message>
    <message>
      <source>No inspection waits to be finished.</source>
      <translation>Ninguna inspección espera ser terminada.</translation>
    </message>
    <message>
      <source>No inspection yet</source>
      <translation>Aún no hay inspecciones</translation>
    </message>
    <message>
      <source>No leak at pumps and hoses</source>
      <translation>Sin fugas en bombas y mangueras</translation>
    </message>
    <message>
      <source>No maintenance plan counts this equipment.</source>
      <translation>Ningún plan de mantenimiento cuenta este equipo.</translation>
    </message>
    <message>
      <source>No plan yet</source>
      <translation>Ningún plan aún</translation>
    </message>
    <message>
      <source>No program here shows PDF files. Save it, and print it elsewhere.</source>
      <translation>Ningún programa de aquí muestra archivos PDF. Guárdelo e imprímalo en otro lugar.</translation>
    </message>
    <message>
      <source>No reading yet, so nobody knows: {serials}</source>
      <translation>Sin lectura aún, así que nadie sabe: {serials}</translation>
    </message>
    <message>
      <source>No reading yet.</source>
      <translation>Sin lectura aún.</translation>
    </message>
    <message>
      <source>No reading yet: plug it in to know.</source>
      <translation>Sin lectura aún: conéctelo para saber.</translation>
    </message>
    <message>
      <source>No row is refused.</source>
      <translation>No se rechaza ninguna fila.</translation>
    </message>
    <message>
      <source>No run seen</source>
      <translation>No se vio ningún arranque</translation>
    </message>
    <message>
      <source>No run was seen. Start the motor for two seconds or more.</source>
      <translation>No se vio ningún arranque. Encienda el motor dos segundos o más.</translation>
    </message>
    <message>
      <source>No serial is known: the source names none.</source>
      <translation>Sin serie conocida: la fuente no da ninguna.</translation>
    </message>
    <message>
      <source>No service is due here before the next visit; open work stands below.</source>
      <translation>Aquí no vence ningún servicio antes de la próxima visita; el trabajo abierto está abajo.</translation>
    </message>
    <message>
      <source>No service is due.</source>
      <translation>Ningún servicio vence.</translation>
    </message>
    <message>
      <source>No spare is needed yet</source>
      <translation>Aún no hace falta ningún repuesto</translation>
    </message>
    <message>
      <source>No state reported.</source>
      <translation>Ningún estado reportado.</translation>
    </message>
    <message>
      <source>No store has work.</source>
      <translation>Ninguna tienda tiene trabajo.</translation>
    </message>
    <message>
      <source>No store yet</source>
      <translation>Ninguna tienda aún</translation>
    </message>
    <message>
      <source>No supplier is named for it: enter one on the page Spares.</source>
      <translation>No hay proveedor indicado: introduzca uno en la página Repuestos.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Ninguno</translation>
    </message>
    <message>
      <source>None belongs now.</source>
      <translation>Ahora no hay ninguno.</translation>
    </message>
    <message>
      <source>None lies anywhere.</source>
      <translation>No hay ninguno en ninguna parte.</translation>
    </message>
    <message>
      <source>Not applicable</source>
      <translation>No aplica</translation>
    </message>
    <message>
      <source>Not as registered</source>
      <translation>Distinto del registro</translation>
    </message>
    <message>
      <source>Not counted: {why} ({at}).</source>
      <translation>No contado: {why} ({at}).</translation>
    </message>
    <message>
      <source>Not done</source>
      <translation>No se hace</translation>
    </message>
    <message>
      <source>Not due within two years.</source>
      <translation>No vence en dos años.</translation>
    </message>
    <message>
      <source>Not mine</source>
      <translation>No es mía</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>Ahora no</translation>
    </message>
    <message>
      <source>Not on this laptop, so nobody looked: {files}.</source>
      <translation>No está en este portátil, así que nadie lo revisó: {files}.</translation>
    </message>
    <message>
      <source>Not registered</source>
      <translation>No registrado</translation>
    </message>
    <message>
      <source>Not reported</source>
      <translation>No reportado</translation>
    </message>
    <message>
      <source>Not shown. Type to set a new one.</source>
      <translation>No se muestra. Escriba para poner uno nuevo.</translation>
    </message>
    <message>
      <source>Not the same unit after all</source>
      <translation>No era la misma unidad</translation>
    </message>
    <message>
      <source>Not the same unit as {serial}</source>
      <translation>No es la misma unidad que {serial}</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Nota</translation>
    </message>
    <message>
      <source>Note it; twice a week is a defect.</source>
      <translation>Anótelo; dos veces por semana es un defecto.</translation>
    </message>
    <message>
      <source>Note, if any</source>
      <translation>Nota, si la hay</translation>
    </message>
    <message>
      <source>Noted</source>
      <translation>Anotado</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>Notas</translation>
    </message>
    <message>
      <source>Nothing due</source>
      <translation>Nada vence</translation>
    </message>
    <message>
      <source>Nothing fits this search and these filters together.</source>
      <translation>Nada coincide con esta búsqueda y estos filtros a la vez.</translation>
    </message>
    <message>
      <source>Nothing has been recorded about this device yet.</source>
      <translation>Aún no se ha registrado nada de este equipo.</translation>
    </message>
    <message>
      <source>Nothing in the fleet fits this search and these filters together.</source>
      <translation>Nada en la flota cumple esta búsqueda y estos filtros a la vez.</translation>
    </message>
    <message>
      <source>Nothing is changed.</source>
      <translation>Nada ha cambiado.</translation>
    </message>
    <message>
      <source>Nothing is due</source>
      <translation>Nada vence</translation>
    </message>
    <message>
      <source>Nothing is due here before the next visit.</source>
      <translation>Aquí no vence nada antes de la próxima visita.</translation>
    </message>
    <message>
      <source>Nothing is due yet; {soon}</source>
      <translation>Nada vence aún; {soon}</translation>
    </message>
    <message>
      <source>Nothing is due.</source>
      <translation>Nada vence.</translation>
    </message>
    <message>
      <source>Nothing is known of it yet.</source>
      <translation>Aún no se sabe nada.</translation>
    </message>
    <message>
      <source>Nothing is ordered. What an inspection leaves to do stands here until it is done.</source>
      <translation>No hay nada ordenado. Lo que una inspección deja por hacer aparece aquí hasta que se haga.</translation>
    </message>
    <message>
      <source>Nothing matches</source>
      <translation>Nada coincide</translation>
    </message>
    <message>
      <source>Nothing of {name} was changed.</source>
      <translation>Nada de {name} cambió.</translation>
    </message>
    <message>
      <source>Nothing on the cable</source>
      <translation>Nada en el cable</translation>
    </message>
    <message>
      <source>Nothing runs out.</source>
      <translation>No falta nada.</translation>
    </message>
    <message>
      <source>Nothing speaks for it yet.</source>
      <translation>Nada habla a favor aún.</translation>
    </message>
    <message>
      <source>Nothing to import</source>
      <translation>Nada que importar</translation>
    </message>
    <message>
      <source>Nothing to write</source>
      <translation>Nada que escribir</translation>
    </message>
    <message>
      <source>Nothing waits today.</source>
      <translation>Hoy no espera nada.</translation>
    </message>
    <message>
      <source>Nothing was imported yet.</source>
      <translation>Aún no se importó nada.</translation>
    </message>
    <message>
      <source>Nothing was moved yet.</source>
      <translation>Aún no se movió nada.</translation>
    </message>
    <message>
      <source>Number with limits</source>
      <translation>Número con límites</translation>
    </message>
    <message>
      <source>Offline</source>
      <translation>Sin conexión</translation>
    </message>
    <message>
      <source>Offline upstream</source>
      <translation>Sin conexión según el sistema</translation>
    </message>
    <message>
      <source>On the cable.</source>
      <translation>Por cable.</translation>
    </message>
    <message>
      <source>On this laptop</source>
      <translation>En este portátil</translation>
    </message>
    <message>
      <source>On time</source>
      <translation>A tiempo</translation>
    </message>
    <message>
      <source>One file for whoever helps: log, recorded sessions, versions, ports, the state of the data folder. Passwords, tokens and keys are left out. Nothing is sent; look at it, then save it.</source>
      <translation>Un archivo para quien ayude: registro, sesiones grabadas, versiones, puertos, el estado de la carpeta de datos. Contraseñas, tokens y claves quedan fuera. No se envía nada; mírelo y guárdelo.</translation>
    </message>
    <message>
      <source>Online</source>
      <translation>En línea</translation>
    </message>
    <message>
      <source>Online at its gateway</source>
      <translation>En línea en su gateway</translation>
    </message>
    <message>
      <source>Online upstream</source>
      <translation>En línea según el sistema</translation>
    </message>
    <message>
      <source>Only its beginning is shown.</source>
      <translation>Solo se muestra el comienzo.</translation>
    </message>
    <message>
      <source>Only on this laptop</source>
      <translation>Solo en este portátil</translation>
    </message>
    <message>
      <source>Only on this laptop: records {records}, files {files}.</source>
      <translation>Solo en este portátil: registros {records}, archivos {files}.</translation>
    </message>
    <message>
      <source>Only what differs</source>
      <translation>Solo lo que difiere</translation>
    </message>
    <message>
      <source>Only what is in service counts in uptime. Spares, retired and test units are never due.</source>
      <translation>Solo lo que está en servicio cuenta en la disponibilidad. Repuestos, retirados y unidades de prueba nunca vencen.</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Abierta</translation>
    </message>
    <message>
      <source>Open the Sync page</source>
      <translation>Abrir la página Sincronización</translation>
    </message>
    <message>
      <source>Open the folder</source>
      <translation>Abrir la carpeta</translation>
    </message>
    <message>
      <source>Open to print</source>
      <translation>Abrir para imprimir</translation>
    </message>
    <message>
      <source>Open work</source>
      <translation>Trabajo abierto</translation>
    </message>
    <message>
      <source>Opening hours</source>
      <translation>Horario</translation>
    </message>
    <message>
      <source>Opening hours decide when work is quiet; the time zone decides what the clock says there.</source>
      <translation>El horario decide cuándo hay calma; la zona horaria, qué marca el reloj ahí.</translation>
    </message>
    <message>
      <source>Or is it a new module in a device that is here? Its uses go on from there.</source>
      <translation>¿O es un módulo nuevo en un equipo que ya está? Sus usos siguen desde ahí.</translation>
    </message>
    <message>
      <source>Order it</source>
      <translation>Ordenarlo</translation>
    </message>
    <message>
      <source>Order list...</source>
      <translation>Lista de pedido...</translation>
    </message>
    <message>
      <source>Order these {n}</source>
      <translation>Ordenar estos {n}</translation>
    </message>
    <message>
      <source>Order.xlsx</source>
      <translation>Pedido.xlsx</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>Otros</translation>
    </message>
    <message>
      <source>Other answers</source>
      <translation>Otras respuestas</translation>
    </message>
    <message>
      <source>Other stores</source>
      <translation>Otras tiendas</translation>
    </message>
    <message>
      <source>Out of radio range</source>
      <translation>Fuera de alcance de radio</translation>
    </message>
    <message>
      <source>Over the limit</source>
      <translation>Sobre el límite</translation>
    </message>
    <message>
      <source>Owed</source>
      <translation>Pendiente</translation>
    </message>
    <message>
      <source>Owed to the hub</source>
      <translation>Pendiente para el hub</translation>
    </message>
    <message>
      <source>P    Add photo</source>
      <translation>P    Añadir foto</translation>
    </message>
    <message>
      <source>PDF (*.pdf)</source>
      <translation>PDF (*.pdf)</translation>
    </message>
    <message>
      <source>Pack: {parts}</source>
      <translation>Llevar: {parts}</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>Pieza</translation>
    </message>
    <message>
      <source>Part used: {count} {part}.</source>
      <translation>Pieza usada: {count} {part}.</translation>
    </message>
    <message>
      <source>Parts</source>
      <translation>Piezas</translation>
    </message>
    <message>
      <source>Parts by place, and spare devices by category. What a signed service took is counted by itself.</source>
      <translation>Piezas por lugar y equipos de repuesto por categoría. Lo que tomó un servicio firmado se cuenta solo.</translation>
    </message>
    <message>
      <source>Parts, with commas between</source>
      <translation>Piezas, separadas por comas</translation>
    </message>
    <message>
      <source>Pass</source>
      <translation>Correcto</translation>
    </message>
    <message>
      <source>Pass or fail</source>
      <translation>Bien o mal</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pausa</translation>
    </message>
    <message>
      <source>Performed now</source>
      <translation>Hecho ahora</translation>
    </message>
    <message>
      <source>Perhaps before it</source>
      <translation>Quizá antes</translation>
    </message>
    <message>
      <source>Photo</source>
      <translation>Foto</translation>
    </message>
    <message>
      <source>Photo owed: {title}</source>
      <translation>Foto pendiente: {title}</translation>
    </message>
    <message>
      <source>Photo when it fails</source>
      <translation>Foto si falla</translation>
    </message>
    <message>
      <source>Photo {number} of {title}</source>
      <translation>Foto {number} de {title}</translation>
    </message>
    <message>
      <source>Photo: {title}</source>
      <translation>Foto: {title}</translation>
    </message>
    <message>
      <source>Photos</source>
      <translation>Fotos</translation>
    </message>
    <message>
      <source>Photos still owed when it was signed: {items}</source>
      <translation>Fotos pendientes al firmar: {items}</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Imagen</translation>
    </message>
    <message>
      <source>Picture: {about}</source>
      <translation>Dibujo: {about}</translation>
    </message>
    <message>
      <source>Plan the visit to {store}</source>
      <translation>Planear la visita a {store}</translation>
    </message>
    <message>
      <source>Plan {about}</source>
      <translation>Plan {about}</translation>
    </message>
    <message>
      <source>Planned</source>
      <translation>Planeada</translation>
    </message>
    <message>
      <source>Plans</source>
      <translation>Planes</translation>
    </message>
    <message>
      <source>Plug a device in on the Bench and inspect it: what was found and signed stands here, also offline.</source>
      <translation>Conecte un equipo en el Banco e inspecciónelo: lo que se encontró y firmó queda aquí, también sin conexión.</translation>
    </message>
    <message>
      <source>Plug in a module or a gateway</source>
      <translation>Conecte un módulo o un gateway</translation>
    </message>
    <message>
      <source>Plug one in, or add a photo that a phone has taken from its file.</source>
      <translation>Conecte una, o añada desde un archivo una foto del teléfono.</translation>
    </message>
    <message>
      <source>Plug the module in.</source>
      <translation>Conecte el módulo.</translation>
    </message>
    <message>
      <source>Plug the module in: it counts its restarts.</source>
      <translation>Conecte el módulo: cuenta sus reinicios.</translation>
    </message>
    <message>
      <source>Plug the module in: it counts jams and faults.</source>
      <translation>Conecte el módulo: cuenta atascos y fallas.</translation>
    </message>
    <message>
      <source>Plug the module in: it measures its battery.</source>
      <translation>Conecte el módulo: mide su batería.</translation>
    </message>
    <message>
      <source>Plug the network cable in, or set the Wi-Fi network again.</source>
      <translation>Conecte el cable de red, o configure el Wi-Fi de nuevo.</translation>
    </message>
    <message>
      <source>Postpone</source>
      <translation>Aplazar</translation>
    </message>
    <message>
      <source>Postpone a service</source>
      <translation>Aplazar un servicio</translation>
    </message>
    <message>
      <source>Postpone a service of {serial}</source>
      <translation>Aplazar un servicio de {serial}</translation>
    </message>
    <message>
      <source>Postponed service of {about}</source>
      <translation>Servicio aplazado de {about}</translation>
    </message>
    <message>
      <source>Postponed until {at} by {who}: {reason}</source>
      <translation>Aplazado hasta {at} por {who}: {reason}</translation>
    </message>
    <message>
      <source>Postponed until {uses} {unit} by {who}: {reason}</source>
      <translation>Aplazado hasta {uses} {unit} por {who}: {reason}</translation>
    </message>
    <message>
      <source>Preparing the plot...</source>
      <translation>Preparando la gráfica...</translation>
    </message>
    <message>
      <source>Preparing...</source>
      <translation>Preparando...</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>Vista previa</translation>
    </message>
    <message>
      <source>Probably due since about {likely}, and not read since {read}.</source>
      <translation>Probablemente vencido desde el {likely}, y sin leer desde {read}.</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Avance</translation>
    </message>
    <message>
      <source>Proved now: the hub holds all {events} records and {files} files, byte for byte.</source>
      <translation>Demostrado ahora: el hub tiene los {events} registros y {files} archivos, byte a byte.</translation>
    </message>
    <message>
      <source>Proven by a signed inspection.</source>
      <translation>Probado por una inspección firmada.</translation>
    </message>
    <message>
      <source>Publish new version</source>
      <translation>Publicar versión nueva</translation>
    </message>
    <message>
      <source>Put a device without IoT module in its place</source>
      <translation>Poner en su lugar un equipo sin módulo IoT</translation>
    </message>
    <message>
      <source>Qt's multimedia is not installed on this laptop.</source>
      <translation>La parte multimedia de Qt no está instalada en este portátil.</translation>
    </message>
    <message>
      <source>Question</source>
      <translation>Pregunta</translation>
    </message>
    <message>
      <source>Questions</source>
      <translation>Preguntas</translation>
    </message>
    <message>
      <source>Quiet: Friday {start} to {end}.</source>
      <translation>Calma: viernes de {start} a {end}.</translation>
    </message>
    <message>
      <source>Quiet: Monday {start} to {end}.</source>
      <translation>Calma: lunes de {start} a {end}.</translation>
    </message>
    <message>
      <source>Quiet: Saturday {start} to {end}.</source>
      <translation>Calma: sábado de {start} a {end}.</translation>
    </message>
    <message>
      <source>Quiet: Sunday {start} to {end}.</source>
      <translation>Calma: domingo de {start} a {end}.</translation>
    </message>
    <message>
      <source>Quiet: Thursday {start} to {end}.</source>
      <translation>Calma: jueves de {start} a {end}.</translation>
    </message>
    <message>
      <source>Quiet: Tuesday {start} to {end}.</source>
      <translation>Calma: martes de {start} a {end}.</translation>
    </message>
    <message>
      <source>Quiet: Wednesday {start} to {end}.</source>
      <translation>Calma: miércoles de {start} a {end}.</translation>
    </message>
    <message>
      <source>Quiet: today {start} to {end}.</source>
      <translation>Calma: hoy de {start} a {end}.</translation>
    </message>
    <message>
      <source>Quiet: tomorrow {start} to {end}.</source>
      <translation>Calma: mañana de {start} a {end}.</translation>
    </message>
    <message>
      <source>Read again</source>
      <translation>Leer de nuevo</translation>
    </message>
    <message>
      <source>Read again in a moment.</source>
      <translation>Lea de nuevo en un momento.</translation>
    </message>
    <message>
      <source>Read again with this</source>
      <translation>Leer de nuevo así</translation>
    </message>
    <message>
      <source>Read at, in the store's time</source>
      <translation>Leído a las, hora de la tienda</translation>
    </message>
    <message>
      <source>Read from a stick</source>
      <translation>Leer de una memoria</translation>
    </message>
    <message>
      <source>Read from a stick...</source>
      <translation>Leer de una memoria...</translation>
    </message>
    <message>
      <source>Read its firmware version.</source>
      <translation>Lea su versión de firmware.</translation>
    </message>
    <message>
      <source>Read the gateway's table of children.</source>
      <translation>Lea la tabla de hijos del gateway.</translation>
    </message>
    <message>
      <source>Read the signal where the unit stands.</source>
      <translation>Lea la señal donde está la unidad.</translation>
    </message>
    <message>
      <source>Reading</source>
      <translation>Leyendo</translation>
    </message>
    <message>
      <source>Reading of {about}</source>
      <translation>Lectura de {about}</translation>
    </message>
    <message>
      <source>Reading the file...</source>
      <translation>Leyendo el archivo...</translation>
    </message>
    <message>
      <source>Reading the module</source>
      <translation>Leyendo el módulo</translation>
    </message>
    <message>
      <source>Reading...</source>
      <translation>Leyendo...</translation>
    </message>
    <message>
      <source>Ready</source>
      <translation>Listo</translation>
    </message>
    <message>
      <source>Really down</source>
      <translation>Realmente caídos</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Motivo</translation>
    </message>
    <message>
      <source>Reason: {reason}.</source>
      <translation>Motivo: {reason}.</translation>
    </message>
    <message>
      <source>Receipt</source>
      <translation>Recibo</translation>
    </message>
    <message>
      <source>Receiving records</source>
      <translation>Recibiendo registros</translation>
    </message>
    <message>
      <source>Record the reading</source>
      <translation>Registrar la lectura</translation>
    </message>
    <message>
      <source>Recorded.</source>
      <translation>Registrado.</translation>
    </message>
    <message>
      <source>Recording...</source>
      <translation>Registrando...</translation>
    </message>
    <message>
      <source>Refresh</source>
      <translation>Actualizar</translation>
    </message>
    <message>
      <source>Refrigeration</source>
      <translation>Refrigeración</translation>
    </message>
    <message>
      <source>Refused</source>
      <translation>Rechazado</translation>
    </message>
    <message>
      <source>Refused rows</source>
      <translation>Filas rechazadas</translation>
    </message>
    <message>
      <source>Register</source>
      <translation>Registrar</translation>
    </message>
    <message>
      <source>Registered in store {store}.</source>
      <translation>Registrado en la tienda {store}.</translation>
    </message>
    <message>
      <source>Registered.</source>
      <translation>Registrado.</translation>
    </message>
    <message>
      <source>Registration of module {about}</source>
      <translation>Alta del módulo {about}</translation>
    </message>
    <message>
      <source>Registration of {about}</source>
      <translation>Alta de {about}</translation>
    </message>
    <message>
      <source>Reload driver packs</source>
      <translation>Recargar controladores</translation>
    </message>
    <message>
      <source>Removal of module {about}</source>
      <translation>Desmontaje del módulo {about}</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Quitar</translation>
    </message>
    <message>
      <source>Remove port</source>
      <translation>Quitar puerto</translation>
    </message>
    <message>
      <source>Remove this photo</source>
      <translation>Quitar esta foto</translation>
    </message>
    <message>
      <source>Replace the device</source>
      <translation>Reemplazar el equipo</translation>
    </message>
    <message>
      <source>Replace {serial}</source>
      <translation>Reemplazar {serial}</translation>
    </message>
    <message>
      <source>Reported offline.</source>
      <translation>Reportado sin conexión.</translation>
    </message>
    <message>
      <source>Reported online</source>
      <translation>Reportados en línea</translation>
    </message>
    <message>
      <source>Reported online.</source>
      <translation>Reportado en línea.</translation>
    </message>
    <message>
      <source>Reported upstream.</source>
      <translation>Reportado por el sistema.</translation>
    </message>
    <message>
      <source>Request a replacement</source>
      <translation>Solicitar un reemplazo</translation>
    </message>
    <message>
      <source>Reset the module</source>
      <translation>Reiniciar el módulo</translation>
    </message>
    <message>
      <source>Restart module</source>
      <translation>Reiniciar módulo</translation>
    </message>
    <message>
      <source>Restart of {about}</source>
      <translation>Reinicio de {about}</translation>
    </message>
    <message>
      <source>Restarting the module</source>
      <translation>Reiniciando el módulo</translation>
    </message>
    <message>
      <source>Restarts of the module</source>
      <translation>Reinicios del módulo</translation>
    </message>
    <message>
      <source>Retired</source>
      <translation>Retirado</translation>
    </message>
    <message>
      <source>Rinsed until clear</source>
      <translation>Enjuagado hasta salir claro</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>Función</translation>
    </message>
    <message>
      <source>Row</source>
      <translation>Fila</translation>
    </message>
    <message>
      <source>Row numbers are those of the spreadsheet. Correct them there and import the file again; of two rows that cannot both be, leave the wrong one out.</source>
      <translation>Los números de fila son los de la hoja. Corríjalas ahí e importe de nuevo; de dos filas incompatibles, deje fuera la equivocada.</translation>
    </message>
    <message>
      <source>Run the motor test: half a cup of water, ten seconds.</source>
      <translation>Haga la prueba del motor: media taza de agua, diez segundos.</translation>
    </message>
    <message>
      <source>Run {number}</source>
      <translation>Arranque {number}</translation>
    </message>
    <message>
      <source>Running</source>
      <translation>En marcha</translation>
    </message>
    <message>
      <source>SHA-256 {hash}</source>
      <translation>SHA-256 {hash}</translation>
    </message>
    <message>
      <source>Safe</source>
      <translation>A salvo</translation>
    </message>
    <message>
      <source>Safe to leave: the hub holds all {records} records and {files} files.</source>
      <translation>Puede irse: el hub tiene los {records} registros y {files} archivos.</translation>
    </message>
    <message>
      <source>Safety stock</source>
      <translation>Existencias mínimas</translation>
    </message>
    <message>
      <source>Same unit as another</source>
      <translation>La misma unidad que otra</translation>
    </message>
    <message>
      <source>Same unit as {serial}</source>
      <translation>La misma unidad que {serial}</translation>
    </message>
    <message>
      <source>Saturday</source>
      <translation>sábado</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Guardar</translation>
    </message>
    <message>
      <source>Save as</source>
      <translation>Guardar como</translation>
    </message>
    <message>
      <source>Save as PDF...</source>
      <translation>Guardar como PDF...</translation>
    </message>
    <message>
      <source>Save or print</source>
      <translation>Guardar o imprimir</translation>
    </message>
    <message>
      <source>Save or print...</source>
      <translation>Guardar o imprimir...</translation>
    </message>
    <message>
      <source>Save refused rows...</source>
      <translation>Guardar filas rechazadas...</translation>
    </message>
    <message>
      <source>Save the file...</source>
      <translation>Guardar el archivo...</translation>
    </message>
    <message>
      <source>Save the plan</source>
      <translation>Guardar el plan</translation>
    </message>
    <message>
      <source>Save to a stick</source>
      <translation>Guardar en una memoria</translation>
    </message>
    <message>
      <source>Save to a stick...</source>
      <translation>Guardar en una memoria...</translation>
    </message>
    <message>
      <source>Save...</source>
      <translation>Guardar...</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Guardado</translation>
    </message>
    <message>
      <source>Saved {time}</source>
      <translation>Guardado {time}</translation>
    </message>
    <message>
      <source>Seal</source>
      <translation>Sello</translation>
    </message>
    <message>
      <source>Sealed</source>
      <translation>Sellada</translation>
    </message>
    <message>
      <source>Sealed, amended</source>
      <translation>Sellada, enmendada</translation>
    </message>
    <message>
      <source>Seals seen, worn ones replaced</source>
      <translation>Sellos revisados, gastados cambiados</translation>
    </message>
    <message>
      <source>Search for a part of it on the Fleet page, or register the device on the Bench.</source>
      <translation>Busque una parte en la página Flota, o registre el equipo en el banco.</translation>
    </message>
    <message>
      <source>Search row, field, reason</source>
      <translation>Buscar fila, campo, motivo</translation>
    </message>
    <message>
      <source>Search serial or tag</source>
      <translation>Buscar serie o etiqueta</translation>
    </message>
    <message>
      <source>Search serial, tag, store, model</source>
      <translation>Buscar serie, etiqueta, tienda, modelo</translation>
    </message>
    <message>
      <source>Second supplier</source>
      <translation>Segundo proveedor</translation>
    </message>
    <message>
      <source>See that the DHCP server renews it.</source>
      <translation>Vea que el servidor DHCP la renueve.</translation>
    </message>
    <message>
      <source>See whether its gateway reports.</source>
      <translation>Vea si su gateway reporta.</translation>
    </message>
    <message>
      <source>See whether the number falls; read again.</source>
      <translation>Vea si el número baja; lea de nuevo.</translation>
    </message>
    <message>
      <source>See who else uses the store's line.</source>
      <translation>Vea quién más usa la línea de la tienda.</translation>
    </message>
    <message>
      <source>Seen offline by its gateway.</source>
      <translation>Su gateway lo ve sin conexión.</translation>
    </message>
    <message>
      <source>Seen online by its gateway.</source>
      <translation>Su gateway lo ve en línea.</translation>
    </message>
    <message>
      <source>Sending files</source>
      <translation>Enviando archivos</translation>
    </message>
    <message>
      <source>Sending records</source>
      <translation>Enviando registros</translation>
    </message>
    <message>
      <source>Sending the firmware</source>
      <translation>Enviando el firmware</translation>
    </message>
    <message>
      <source>Serial</source>
      <translation>Serie</translation>
    </message>
    <message>
      <source>Serial of the machine</source>
      <translation>Serie de la máquina</translation>
    </message>
    <message>
      <source>Serial of the new device</source>
      <translation>Serie del equipo nuevo</translation>
    </message>
    <message>
      <source>Serial of the new module</source>
      <translation>Serie del módulo nuevo</translation>
    </message>
    <message>
      <source>Serial, asset tag or id of the other entry</source>
      <translation>Serie, etiqueta o id de la otra ficha</translation>
    </message>
    <message>
      <source>Service</source>
      <translation>Servicio</translation>
    </message>
    <message>
      <source>Service and note</source>
      <translation>Servicio y nota</translation>
    </message>
    <message>
      <source>Service done: {title}.</source>
      <translation>Servicio hecho: {title}.</translation>
    </message>
    <message>
      <source>Service due</source>
      <translation>Servicio vencido</translation>
    </message>
    <message>
      <source>Service due soon</source>
      <translation>Servicio pronto</translation>
    </message>
    <message>
      <source>Service in {left} {unit}</source>
      <translation>Servicio en {left} {unit}</translation>
    </message>
    <message>
      <source>Service not due</source>
      <translation>Servicio no vencido</translation>
    </message>
    <message>
      <source>Service of {about}</source>
      <translation>Servicio de {about}</translation>
    </message>
    <message>
      <source>Service postponed</source>
      <translation>Servicio aplazado</translation>
    </message>
    <message>
      <source>Service round</source>
      <translation>Ronda de servicio</translation>
    </message>
    <message>
      <source>Service: no reading yet</source>
      <translation>Servicio: sin lectura aún</translation>
    </message>
    <message>
      <source>Serviced in a round</source>
      <translation>Atendido en una ronda</translation>
    </message>
    <message>
      <source>Serviced in a round.</source>
      <translation>Mantenido en una ronda.</translation>
    </message>
    <message>
      <source>Services are due by use. Import your fleet, or plug a device in, and what is due stands here by store.</source>
      <translation>Los servicios vencen por uso. Importe su flota o conecte un equipo, y lo que vence aparece aquí por tienda.</translation>
    </message>
    <message>
      <source>Services done</source>
      <translation>Servicios realizados</translation>
    </message>
    <message>
      <source>Services.xlsx</source>
      <translation>Servicios.xlsx</translation>
    </message>
    <message>
      <source>Set 1 as expected</source>
      <translation>Poner 1 como se espera</translation>
    </message>
    <message>
      <source>Set aside: {reason}</source>
      <translation>Apartado: {reason}</translation>
    </message>
    <message>
      <source>Set aside: {value} at {at}, {why}.</source>
      <translation>Apartado: {value} el {at}, {why}.</translation>
    </message>
    <message>
      <source>Set its status</source>
      <translation>Poner su estado</translation>
    </message>
    <message>
      <source>Set the status</source>
      <translation>Poner el estado</translation>
    </message>
    <message>
      <source>Set the uplink host and port.</source>
      <translation>Configure el host y el puerto del enlace.</translation>
    </message>
    <message>
      <source>Set {count} as expected</source>
      <translation>Poner {count} como se espera</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Ajustes</translation>
    </message>
    <message>
      <source>Settings changed: {names}.</source>
      <translation>Ajustes cambiados: {names}.</translation>
    </message>
    <message>
      <source>Settings not taken and set back: {names}.</source>
      <translation>Ajustes no aceptados y restaurados: {names}.</translation>
    </message>
    <message>
      <source>Settings not taken, what it holds is not certain: {names}.</source>
      <translation>Ajustes no aceptados, no es seguro qué contiene: {names}.</translation>
    </message>
    <message>
      <source>Settings of {about}</source>
      <translation>Ajustes de {about}</translation>
    </message>
    <message>
      <source>Sheet</source>
      <translation>Hoja</translation>
    </message>
    <message>
      <source>Show it</source>
      <translation>Mostrarlo</translation>
    </message>
    <message>
      <source>Show the fleet</source>
      <translation>Mostrar la flota</translation>
    </message>
    <message>
      <source>Show the inspections</source>
      <translation>Ver las inspecciones</translation>
    </message>
    <message>
      <source>Sign</source>
      <translation>Firmar</translation>
    </message>
    <message>
      <source>Sign for {count}</source>
      <translation>Firmar por {count}</translation>
    </message>
    <message>
      <source>Sign inspection</source>
      <translation>Firmar la inspección</translation>
    </message>
    <message>
      <source>Sign the amendment</source>
      <translation>Firmar la enmienda</translation>
    </message>
    <message>
      <source>Signal</source>
      <translation>Señal</translation>
    </message>
    <message>
      <source>Signal at its place</source>
      <translation>Señal en su lugar</translation>
    </message>
    <message>
      <source>Signature</source>
      <translation>Firma</translation>
    </message>
    <message>
      <source>Signed</source>
      <translation>Firmada</translation>
    </message>
    <message>
      <source>Signed and sealed</source>
      <translation>Firmado y sellado</translation>
    </message>
    <message>
      <source>Signed and sealed {when}</source>
      <translation>Firmado y sellado {when}</translation>
    </message>
    <message>
      <source>Signed by {name}.</source>
      <translation>Firmado por {name}.</translation>
    </message>
    <message>
      <source>Signing seals it: nothing in it can be changed afterwards, only amended with a reason.</source>
      <translation>Al firmar se sella: nada puede cambiarse después, solo enmendarse con un motivo.</translation>
    </message>
    <message>
      <source>Signing...</source>
      <translation>Firmando...</translation>
    </message>
    <message>
      <source>Silent at its gateway</source>
      <translation>Callado en su gateway</translation>
    </message>
    <message>
      <source>Since</source>
      <translation>Desde</translation>
    </message>
    <message>
      <source>Something that needs a newer Fleetdesk; it is kept.</source>
      <translation>Algo que necesita un Fleetdesk más nuevo; se conserva.</translation>
    </message>
    <message>
      <source>Soon</source>
      <translation>Pronto</translation>
    </message>
    <message>
      <source>Spare</source>
      <translation>Repuesto</translation>
    </message>
    <message>
      <source>Spare parts and devices</source>
      <translation>Piezas y equipos de repuesto</translation>
    </message>
    <message>
      <source>Spare: {name}</source>
      <translation>Repuesto: {name}</translation>
    </message>
    <message>
      <source>Spares</source>
      <translation>Repuestos</translation>
    </message>
    <message>
      <source>Staff number</source>
      <translation>Número de personal</translation>
    </message>
    <message>
      <source>Start inspection</source>
      <translation>Empezar inspección</translation>
    </message>
    <message>
      <source>Start it</source>
      <translation>Empezarla</translation>
    </message>
    <message>
      <source>Starting it settles which devices belong, so that the count stays what it is.</source>
      <translation>Al empezarla se fija qué equipos entran, y la cuenta no cambia.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>State of {about}</source>
      <translation>Conexión de {about}</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>Situación</translation>
    </message>
    <message>
      <source>Status of {about}</source>
      <translation>Estado de {about}</translation>
    </message>
    <message>
      <source>Status of {serial}</source>
      <translation>Situación de {serial}</translation>
    </message>
    <message>
      <source>Status: {status}.</source>
      <translation>Situación: {status}.</translation>
    </message>
    <message>
      <source>Stays, because work was built on it:</source>
      <translation>Queda, porque se trabajó sobre ello:</translation>
    </message>
    <message>
      <source>Stop the test</source>
      <translation>Detener la prueba</translation>
    </message>
    <message>
      <source>Store</source>
      <translation>Tienda</translation>
    </message>
    <message>
      <source>Store {code} is registered.</source>
      <translation>La tienda {code} está registrada.</translation>
    </message>
    <message>
      <source>Stores</source>
      <translation>Tiendas</translation>
    </message>
    <message>
      <source>Stores with work</source>
      <translation>Tiendas con trabajo</translation>
    </message>
    <message>
      <source>Summary</source>
      <translation>Resumen</translation>
    </message>
    <message>
      <source>Sunday</source>
      <translation>domingo</translation>
    </message>
    <message>
      <source>Supplier</source>
      <translation>Proveedor</translation>
    </message>
    <message>
      <source>Support bundle</source>
      <translation>Paquete de soporte</translation>
    </message>
    <message>
      <source>Support bundle...</source>
      <translation>Paquete de soporte...</translation>
    </message>
    <message>
      <source>Switch person</source>
      <translation>Cambiar persona</translation>
    </message>
    <message>
      <source>Sync</source>
      <translation>Sincronización</translation>
    </message>
    <message>
      <source>Sync now</source>
      <translation>Sincronizar ahora</translation>
    </message>
    <message>
      <source>Syrup dispensers</source>
      <translation>Dispensadores de jarabe</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>Tabla</translation>
    </message>
    <message>
      <source>Table (*.csv);;Workbook (*.xlsx)</source>
      <translation>Tabla (*.csv);;Libro (*.xlsx)</translation>
    </message>
    <message>
      <source>Tag it out</source>
      <translation>Ponerlo fuera de servicio</translation>
    </message>
    <message>
      <source>Tagged out</source>
      <translation>Fuera de uso</translation>
    </message>
    <message>
      <source>Take photo</source>
      <translation>Tomar foto</translation>
    </message>
    <message>
      <source>Take the {rows} good rows</source>
      <translation>Tomar las {rows} filas buenas</translation>
    </message>
    <message>
      <source>Taken from no known stock.</source>
      <translation>Tomado de existencias desconocidas.</translation>
    </message>
    <message>
      <source>Taking in records</source>
      <translation>Incorporando registros</translation>
    </message>
    <message>
      <source>Taking it back...</source>
      <translation>Deshaciendo...</translation>
    </message>
    <message>
      <source>Talking to the hub...</source>
      <translation>Hablando con el hub...</translation>
    </message>
    <message>
      <source>Talking to {hub}...</source>
      <translation>Hablando con {hub}...</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>Tarea</translation>
    </message>
    <message>
      <source>Technician</source>
      <translation>Técnico</translation>
    </message>
    <message>
      <source>Template</source>
      <translation>Plantilla</translation>
    </message>
    <message>
      <source>Template {about}</source>
      <translation>Plantilla {about}</translation>
    </message>
    <message>
      <source>Templates</source>
      <translation>Plantillas</translation>
    </message>
    <message>
      <source>Test ended</source>
      <translation>Prueba terminada</translation>
    </message>
    <message>
      <source>Test machines</source>
      <translation>Máquinas de prueba</translation>
    </message>
    <message>
      <source>Test motor</source>
      <translation>Probar motor</translation>
    </message>
    <message>
      <source>Test unit</source>
      <translation>Unidad de prueba</translation>
    </message>
    <message>
      <source>Testing the new firmware</source>
      <translation>Probando el firmware nuevo</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Texto</translation>
    </message>
    <message>
      <source>That is not the address of a hub.</source>
      <translation>Esa no es la dirección de un hub.</translation>
    </message>
    <message>
      <source>The camera needs one more part.</source>
      <translation>A la cámara le falta una parte.</translation>
    </message>
    <message>
      <source>The file is in {path}</source>
      <translation>El archivo está en {path}</translation>
    </message>
    <message>
      <source>The hub at {hub} does not take everything.</source>
      <translation>El hub en {hub} no lo acepta todo.</translation>
    </message>
    <message>
      <source>The hub at {hub} is in reach.</source>
      <translation>El hub en {hub} está al alcance.</translation>
    </message>
    <message>
      <source>The hub at {hub} is not in reach; it is tried again by itself.</source>
      <translation>El hub en {hub} no está al alcance; se vuelve a intentar solo.</translation>
    </message>
    <message>
      <source>The hub holds it</source>
      <translation>El hub lo tiene</translation>
    </message>
    <message>
      <source>The hub says no</source>
      <translation>El hub dice que no</translation>
    </message>
    <message>
      <source>The hub was not reached yet.</source>
      <translation>Aún no se ha alcanzado el hub.</translation>
    </message>
    <message>
      <source>The import is taken back</source>
      <translation>La importación se deshizo</translation>
    </message>
    <message>
      <source>The import of {source} was undone; what somebody built on stayed.</source>
      <translation>La importación de {source} se deshizo; quedó aquello sobre lo que se trabajó.</translation>
    </message>
    <message>
      <source>The list as a table...</source>
      <translation>La lista como tabla...</translation>
    </message>
    <message>
      <source>The log as it came (BIN)...</source>
      <translation>El registro tal como vino (BIN)...</translation>
    </message>
    <message>
      <source>The log was not fetched.</source>
      <translation>No se trajo el registro.</translation>
    </message>
    <message>
      <source>The machine itself</source>
      <translation>La máquina misma</translation>
    </message>
    <message>
      <source>The machine itself seems to be at fault.</source>
      <translation>La máquina misma parece fallar.</translation>
    </message>
    <message>
      <source>The model is required. What you choose is remembered for tables like this.</source>
      <translation>El modelo es obligatorio. Lo que elija se recuerda para tablas como esta.</translation>
    </message>
    <message>
      <source>The motor does not run, or takes too much current.</source>
      <translation>El motor no gira, o toma demasiada corriente.</translation>
    </message>
    <message>
      <source>The motor log cannot be read.</source>
      <translation>No se puede leer el registro del motor.</translation>
    </message>
    <message>
      <source>The motor runs within its limits.</source>
      <translation>El motor gira dentro de sus límites.</translation>
    </message>
    <message>
      <source>The new module shows</source>
      <translation>El módulo nuevo muestra</translation>
    </message>
    <message>
      <source>The new one takes over its place and its gateway. Each keeps its own uses.</source>
      <translation>El nuevo toma su lugar y su gateway. Cada uno conserva sus usos.</translation>
    </message>
    <message>
      <source>The old module showed</source>
      <translation>El módulo viejo mostraba</translation>
    </message>
    <message>
      <source>The old one becomes</source>
      <translation>El viejo pasa a</translation>
    </message>
    <message>
      <source>The other entry</source>
      <translation>La otra ficha</translation>
    </message>
    <message>
      <source>The other entry goes on as this one. Uses and time line of both are kept; the fields are this one's.</source>
      <translation>La otra ficha sigue como esta. Se conservan usos e historia de ambas; los campos son los de esta.</translation>
    </message>
    <message>
      <source>The other entry is a device of its own again, with its own uses.</source>
      <translation>La otra ficha vuelve a ser un equipo propio, con sus usos.</translation>
    </message>
    <message>
      <source>The picture cannot be written to {path}</source>
      <translation>No se puede escribir la imagen en {path}</translation>
    </message>
    <message>
      <source>The picture is in {path}</source>
      <translation>La imagen está en {path}</translation>
    </message>
    <message>
      <source>The plan {field}</source>
      <translation>El plan {field}</translation>
    </message>
    <message>
      <source>The plans that come with Fleetdesk are published at its first start. Start it again.</source>
      <translation>Los planes que trae Fleetdesk se publican al primer inicio. Inícielo de nuevo.</translation>
    </message>
    <message>
      <source>The reading is recorded.</source>
      <translation>La lectura está registrada.</translation>
    </message>
    <message>
      <source>The same every day</source>
      <translation>Igual todos los días</translation>
    </message>
    <message>
      <source>The seal is broken: {where}</source>
      <translation>El sello está roto: {where}</translation>
    </message>
    <message>
      <source>The serial as it really is</source>
      <translation>La serie como es en realidad</translation>
    </message>
    <message>
      <source>The signal is good where it stands.</source>
      <translation>La señal es buena donde está.</translation>
    </message>
    <message>
      <source>The signal is weak where it stands.</source>
      <translation>La señal es débil donde está.</translation>
    </message>
    <message>
      <source>The store's opening hours are not known.</source>
      <translation>No se conoce el horario de la tienda.</translation>
    </message>
    <message>
      <source>The waveform was not fetched, the test stands.</source>
      <translation>No se trajo la forma de onda; la prueba vale.</translation>
    </message>
    <message>
      <source>The whole document: every answer, curve and photo</source>
      <translation>El documento completo: cada respuesta, curva y foto</translation>
    </message>
    <message>
      <source>The writer of this bundle is not known here.</source>
      <translation>Aquí no se conoce a quien escribió este paquete.</translation>
    </message>
    <message>
      <source>There is</source>
      <translation>Hay</translation>
    </message>
    <message>
      <source>There is no inspection template for this equipment yet.</source>
      <translation>Aún no hay plantilla de inspección para este equipo.</translation>
    </message>
    <message>
      <source>This adapter</source>
      <translation>Este adaptador</translation>
    </message>
    <message>
      <source>This is me</source>
      <translation>Soy yo</translation>
    </message>
    <message>
      <source>This photo cannot be shown.</source>
      <translation>Esta foto no se puede mostrar.</translation>
    </message>
    <message>
      <source>This picture (PNG)...</source>
      <translation>Esta imagen (PNG)...</translation>
    </message>
    <message>
      <source>This question</source>
      <translation>Esta pregunta</translation>
    </message>
    <message>
      <source>This reading is known already</source>
      <translation>Esta lectura ya se conoce</translation>
    </message>
    <message>
      <source>This reading was known already.</source>
      <translation>Esta lectura ya se conocía.</translation>
    </message>
    <message>
      <source>This unit is not in the registry</source>
      <translation>Esta unidad no está en el registro</translation>
    </message>
    <message>
      <source>This unit is not in the registry. Register it to change its settings.</source>
      <translation>Esta unidad no está en el registro. Regístrela para cambiar sus ajustes.</translation>
    </message>
    <message>
      <source>Thursday</source>
      <translation>jueves</translation>
    </message>
    <message>
      <source>Time zone</source>
      <translation>Zona horaria</translation>
    </message>
    <message>
      <source>Time zone, as the IANA writes it</source>
      <translation>Zona horaria, como la escribe la IANA</translation>
    </message>
    <message>
      <source>To do</source>
      <translation>Por hacer</translation>
    </message>
    <message>
      <source>To finish</source>
      <translation>Por terminar</translation>
    </message>
    <message>
      <source>To order: {list}.</source>
      <translation>Para pedir: {list}.</translation>
    </message>
    <message>
      <source>To, or where it was counted</source>
      <translation>A, o dónde se contó</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Hoy</translation>
    </message>
    <message>
      <source>Too high</source>
      <translation>Demasiado alto</translation>
    </message>
    <message>
      <source>Too low</source>
      <translation>Demasiado bajo</translation>
    </message>
    <message>
      <source>Trouble</source>
      <translation>Problema</translation>
    </message>
    <message>
      <source>Trouble on {port}</source>
      <translation>Problema en {port}</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Intentar de nuevo</translation>
    </message>
    <message>
      <source>Try again; if it happens again, report it from the message that has opened.</source>
      <translation>Intente de nuevo; si se repite, repórtelo desde el mensaje que se abrió.</translation>
    </message>
    <message>
      <source>Tuesday</source>
      <translation>martes</translation>
    </message>
    <message>
      <source>Type it</source>
      <translation>Escribirlo</translation>
    </message>
    <message>
      <source>Typed by hand.</source>
      <translation>Escrito a mano.</translation>
    </message>
    <message>
      <source>Under several conditions; they are changed in its file (fleetdesk template publish).</source>
      <translation>Con varias condiciones; se cambian en su archivo (fleetdesk template publish).</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Deshacer</translation>
    </message>
    <message>
      <source>Undo of an import</source>
      <translation>Importación deshecha</translation>
    </message>
    <message>
      <source>Undo the import</source>
      <translation>Deshacer la importación</translation>
    </message>
    <message>
      <source>Undo the import of {source}?</source>
      <translation>¿Deshacer la importación de {source}?</translation>
    </message>
    <message>
      <source>Undo...</source>
      <translation>Deshacer...</translation>
    </message>
    <message>
      <source>Unknown</source>
      <translation>Desconocido</translation>
    </message>
    <message>
      <source>Unknown adapter</source>
      <translation>Adaptador desconocido</translation>
    </message>
    <message>
      <source>Unknown adapter on {port}</source>
      <translation>Adaptador desconocido en {port}</translation>
    </message>
    <message>
      <source>Unknown upstream</source>
      <translation>Desconocido según el sistema</translation>
    </message>
    <message>
      <source>Unknown upstream for {age}</source>
      <translation>Desconocido según el sistema hace {age}</translation>
    </message>
    <message>
      <source>Unknown: gateway {gateway} is down</source>
      <translation>Desconocido: el gateway {gateway} está caído</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Hasta</translation>
    </message>
    <message>
      <source>Update the firmware</source>
      <translation>Actualizar el firmware</translation>
    </message>
    <message>
      <source>Update to {version}</source>
      <translation>Actualizar a {version}</translation>
    </message>
    <message>
      <source>Uplink</source>
      <translation>Enlace</translation>
    </message>
    <message>
      <source>Uses since service</source>
      <translation>Usos desde el servicio</translation>
    </message>
    <message>
      <source>Verdict</source>
      <translation>Veredicto</translation>
    </message>
    <message>
      <source>Verdict: {verdict}</source>
      <translation>Veredicto: {verdict}</translation>
    </message>
    <message>
      <source>Verify the gateway assignment</source>
      <translation>Verificar la asignación de la pasarela</translation>
    </message>
    <message>
      <source>Version {version} holds from now on.</source>
      <translation>Desde ahora vale la versión {version}.</translation>
    </message>
    <message>
      <source>Visit on</source>
      <translation>Visita el</translation>
    </message>
    <message>
      <source>Wait a minute, then read again.</source>
      <translation>Espere un minuto y lea de nuevo.</translation>
    </message>
    <message>
      <source>Waiting for a run</source>
      <translation>Esperando un arranque</translation>
    </message>
    <message>
      <source>Waiting for the module: plug it in again</source>
      <translation>Esperando el módulo: conéctelo de nuevo</translation>
    </message>
    <message>
      <source>Waits for the hub</source>
      <translation>Espera al hub</translation>
    </message>
    <message>
      <source>Wednesday</source>
      <translation>miércoles</translation>
    </message>
    <message>
      <source>What contradicts each other</source>
      <translation>Lo que se contradice</translation>
    </message>
    <message>
      <source>What happened</source>
      <translation>Qué pasó</translation>
    </message>
    <message>
      <source>What in the file is not sound</source>
      <translation>Qué no está bien en el archivo</translation>
    </message>
    <message>
      <source>What is done</source>
      <translation>Qué se hace</translation>
    </message>
    <message>
      <source>What is due stays as it is.</source>
      <translation>Lo que vence queda como está.</translation>
    </message>
    <message>
      <source>What is in the file</source>
      <translation>Qué hay en el archivo</translation>
    </message>
    <message>
      <source>What is your verdict?</source>
      <translation>¿Cuál es su veredicto?</translation>
    </message>
    <message>
      <source>What it says</source>
      <translation>Lo que dice</translation>
    </message>
    <message>
      <source>What it should say</source>
      <translation>Lo que debe decir</translation>
    </message>
    <message>
      <source>What people keep about it. An empty field is cleared.</source>
      <translation>Lo que se guarda de él. Un campo vacío se borra.</translation>
    </message>
    <message>
      <source>What remains</source>
      <translation>Lo que queda por hacer</translation>
    </message>
    <message>
      <source>What the source says that does not fit together</source>
      <translation>Lo que dice la fuente y no encaja</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>Qué hacer</translation>
    </message>
    <message>
      <source>What was imported before, and its undo</source>
      <translation>Lo que se importó antes, y cómo deshacerlo</translation>
    </message>
    <message>
      <source>What was signed stays as it is; the amendment stands beside it, with your name.</source>
      <translation>Lo firmado queda como está; la enmienda se añade al lado, con su nombre.</translation>
    </message>
    <message>
      <source>What you saved is safe, and you can go on working. Please report what happened: copy this text.</source>
      <translation>Lo que guardó está a salvo y puede seguir trabajando. Por favor informe lo ocurrido: copie este texto.</translation>
    </message>
    <message>
      <source>What you saved is safe. The log holds what happened.</source>
      <translation>Lo que guardó está a salvo. El registro tiene lo ocurrido.</translation>
    </message>
    <message>
      <source>What your fleet's plans use stands here once there is a fleet: import one, or plug a device in.</source>
      <translation>Lo que usan los planes de su flota aparece aquí cuando hay flota: importe una o conecte un equipo.</translation>
    </message>
    <message>
      <source>Whatever the next person should know. Optional.</source>
      <translation>Lo que deba saber la próxima persona. Opcional.</translation>
    </message>
    <message>
      <source>When its gateway last heard it</source>
      <translation>Cuándo lo oyó su gateway</translation>
    </message>
    <message>
      <source>Where</source>
      <translation>Dónde</translation>
    </message>
    <message>
      <source>Where is your fleet?</source>
      <translation>¿Dónde está su flota?</translation>
    </message>
    <message>
      <source>Where it comes from</source>
      <translation>De dónde viene</translation>
    </message>
    <message>
      <source>Where it lies</source>
      <translation>Dónde está</translation>
    </message>
    <message>
      <source>Where to go</source>
      <translation>Adónde ir</translation>
    </message>
    <message>
      <source>Which column is what?</source>
      <translation>¿Qué columna es qué?</translation>
    </message>
    <message>
      <source>Which interval holds?</source>
      <translation>¿Qué intervalo vale?</translation>
    </message>
    <message>
      <source>Which one holds it now?</source>
      <translation>¿Cuál lo tiene ahora?</translation>
    </message>
    <message>
      <source>Which one is right?</source>
      <translation>¿Cuál es correcto?</translation>
    </message>
    <message>
      <source>Which store is it in?</source>
      <translation>¿En qué tienda está?</translation>
    </message>
    <message>
      <source>Which unit is it?</source>
      <translation>¿Qué equipo es?</translation>
    </message>
    <message>
      <source>Which unit {about} is</source>
      <translation>Qué equipo es {about}</translation>
    </message>
    <message>
      <source>Who does it</source>
      <translation>Quién lo hace</translation>
    </message>
    <message>
      <source>Who reads from it compares its key</source>
      <translation>Quien lo lea compara su clave</translation>
    </message>
    <message>
      <source>Who reads it</source>
      <translation>Quién lo lee</translation>
    </message>
    <message>
      <source>Who works here</source>
      <translation>Quién trabaja aquí</translation>
    </message>
    <message>
      <source>Who works here?</source>
      <translation>¿Quién trabaja aquí?</translation>
    </message>
    <message>
      <source>Who writes for this laptop needs its address</source>
      <translation>Quien escriba para este portátil necesita su dirección</translation>
    </message>
    <message>
      <source>Whole</source>
      <translation>Completo</translation>
    </message>
    <message>
      <source>Why is it silent?</source>
      <translation>¿Por qué calla?</translation>
    </message>
    <message>
      <source>Why it is refused</source>
      <translation>Por qué se rechaza</translation>
    </message>
    <message>
      <source>Why: it stands in the template's history</source>
      <translation>Por qué: queda en el historial de la plantilla</translation>
    </message>
    <message>
      <source>Why?</source>
      <translation>¿Por qué?</translation>
    </message>
    <message>
      <source>Why? It stands beside the choice</source>
      <translation>¿Por qué? Queda junto a la decisión</translation>
    </message>
    <message>
      <source>Wi-Fi {ssid}, channel {channel}, {dbm} dBm</source>
      <translation>Wi-Fi {ssid}, canal {channel}, {dbm} dBm</translation>
    </message>
    <message>
      <source>Wi-Fi {ssid}, channel {channel}, {dbm} dBm, weak</source>
      <translation>Wi-Fi {ssid}, canal {channel}, {dbm} dBm, débil</translation>
    </message>
    <message>
      <source>Within limits</source>
      <translation>Dentro de los límites</translation>
    </message>
    <message>
      <source>Work</source>
      <translation>Trabajo</translation>
    </message>
    <message>
      <source>Work done: {title}.</source>
      <translation>Trabajo hecho: {title}.</translation>
    </message>
    <message>
      <source>Work dropped: {title}.</source>
      <translation>Trabajo descartado: {title}.</translation>
    </message>
    <message>
      <source>Work on {unit}</source>
      <translation>Trabajar con {unit}</translation>
    </message>
    <message>
      <source>Work ordered: {title}.</source>
      <translation>Trabajo ordenado: {title}.</translation>
    </message>
    <message>
      <source>Workbook (*.xlsx);;Table (*.csv)</source>
      <translation>Libro (*.xlsx);;Tabla (*.csv)</translation>
    </message>
    <message>
      <source>Write 1 change</source>
      <translation>Escribir 1 cambio</translation>
    </message>
    <message>
      <source>Write days as 2026-12-31.</source>
      <translation>Escriba los días como 2026-12-31.</translation>
    </message>
    <message>
      <source>Write {count} changes</source>
      <translation>Escribir {count} cambios</translation>
    </message>
    <message>
      <source>Writing and reading back...</source>
      <translation>Escribiendo y releyendo...</translation>
    </message>
    <message>
      <source>Writing records</source>
      <translation>Escribiendo registros</translation>
    </message>
    <message>
      <source>Writing settings</source>
      <translation>Escribiendo ajustes</translation>
    </message>
    <message>
      <source>Writing...</source>
      <translation>Escribiendo...</translation>
    </message>
    <message>
      <source>Written, and read back from the unit.</source>
      <translation>Escrito, y releído de la unidad.</translation>
    </message>
    <message>
      <source>Written: {path}</source>
      <translation>Escrito: {path}</translation>
    </message>
    <message>
      <source>Written: {records} records and {files} files. Take the stick out safely. {path}</source>
      <translation>Escrito: {records} registros y {files} archivos. Extraiga la memoria de forma segura. {path}</translation>
    </message>
    <message>
      <source>You edited {about} on {at}, not knowing that: {value}.</source>
      <translation>Usted editó {about} el {at} sin saberlo: {value}.</translation>
    </message>
    <message>
      <source>You fitted a module in {about} on {at} in {place}.</source>
      <translation>Usted montó un módulo en {about} el {at} en {place}.</translation>
    </message>
    <message>
      <source>You fitted a module in {about} on {at}.</source>
      <translation>Usted montó un módulo en {about} el {at}.</translation>
    </message>
    <message>
      <source>You inspected {about} on {at} in {place}.</source>
      <translation>Usted inspeccionó {about} el {at} en {place}.</translation>
    </message>
    <message>
      <source>You inspected {about} on {at}.</source>
      <translation>Usted inspeccionó {about} el {at}.</translation>
    </message>
    <message>
      <source>You recorded module {module} in {device} on {at} in {place}.</source>
      <translation>Usted registró el módulo {module} en {device} el {at} en {place}.</translation>
    </message>
    <message>
      <source>You recorded module {module} in {device} on {at}.</source>
      <translation>Usted registró el módulo {module} en {device} el {at}.</translation>
    </message>
    <message>
      <source>You recorded {about} in {value} on {at}.</source>
      <translation>Usted registró {about} en {value} el {at}.</translation>
    </message>
    <message>
      <source>You retired {about} on {at}.</source>
      <translation>Usted retiró {about} el {at}.</translation>
    </message>
    <message>
      <source>You said on {at} that it is the same unit as {device}.</source>
      <translation>Usted dijo el {at} que es el mismo equipo que {device}.</translation>
    </message>
    <message>
      <source>You set it to every {value} on {at}.</source>
      <translation>Usted lo fijó en cada {value} el {at}.</translation>
    </message>
    <message>
      <source>You were working on {expected}; now {present} answers. Nothing is written to it. Plug {expected} back in, or go on with {present}.</source>
      <translation>Trabajaba con {expected}; ahora responde {present}. No se le escribe nada. Vuelva a conectar {expected}, o siga con {present}.</translation>
    </message>
    <message>
      <source>You wrote {value} on {at}.</source>
      <translation>Usted escribió {value} el {at}.</translation>
    </message>
    <message>
      <source>Your team has a hub: everything it knows about your stores comes here.</source>
      <translation>Su equipo tiene un hub: todo lo que sabe de sus tiendas llega aquí.</translation>
    </message>
    <message>
      <source>Your work is saved, but only on this laptop.</source>
      <translation>Su trabajo está guardado, pero solo en este portátil.</translation>
    </message>
    <message>
      <source>Your work waits on this laptop. Join your chain's hub, and it is safe if this laptop is lost.</source>
      <translation>Su trabajo espera en este portátil. Únase al hub de su cadena y estará a salvo si se pierde este portátil.</translation>
    </message>
    <message>
      <source>Zip files (*.zip)</source>
      <translation>Archivos zip (*.zip)</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>Acercar</translation>
    </message>
    <message>
      <source>a store's code, warehouse, bag:STAFF-NUMBER</source>
      <translation>código de tienda, warehouse, bag:NÚMERO-DE-PERSONAL</translation>
    </message>
    <message>
      <source>about {minutes} minutes of work</source>
      <translation>unos {minutes} minutos de trabajo</translation>
    </message>
    <message>
      <source>all in order</source>
      <translation>todo en orden</translation>
    </message>
    <message>
      <source>always</source>
      <translation>siempre</translation>
    </message>
    <message>
      <source>amended</source>
      <translation>enmendado</translation>
    </message>
    <message>
      <source>an amendment beside it was changed</source>
      <translation>se cambió una enmienda adjunta</translation>
    </message>
    <message>
      <source>and {count} earlier ones</source>
      <translation>y {count} anteriores</translation>
    </message>
    <message>
      <source>and {count} more</source>
      <translation>y {count} más</translation>
    </message>
    <message>
      <source>and {count} more: sign or discard these first</source>
      <translation>y {count} más: firme o descarte antes estas</translation>
    </message>
    <message>
      <source>another unit</source>
      <translation>otra unidad</translation>
    </message>
    <message>
      <source>answer {name} was changed or is missing</source>
      <translation>la respuesta {name} se cambió o falta</translation>
    </message>
    <message>
      <source>as before</source>
      <translation>como antes</translation>
    </message>
    <message>
      <source>as the file says</source>
      <translation>como dice el archivo</translation>
    </message>
    <message>
      <source>as the file says, else 2026-02-14T15:04</source>
      <translation>como dice el archivo, si no 2026-02-14T15:04</translation>
    </message>
    <message>
      <source>asking for an address</source>
      <translation>pidiendo una dirección</translation>
    </message>
    <message>
      <source>asset tag</source>
      <translation>etiqueta de activo</translation>
    </message>
    <message>
      <source>at least {value}</source>
      <translation>al menos {value}</translation>
    </message>
    <message>
      <source>at most {value}</source>
      <translation>como máximo {value}</translation>
    </message>
    <message>
      <source>at no gateway</source>
      <translation>sin gateway</translation>
    </message>
    <message>
      <source>at once</source>
      <translation>de inmediato</translation>
    </message>
    <message>
      <source>at {done}, due at {due}</source>
      <translation>con {done}, vencía con {due}</translation>
    </message>
    <message>
      <source>at {gateway}</source>
      <translation>en {gateway}</translation>
    </message>
    <message>
      <source>at {percent} %</source>
      <translation>al {percent} %</translation>
    </message>
    <message>
      <source>bar</source>
      <translation>barra</translation>
    </message>
    <message>
      <source>battery or power</source>
      <translation>batería o alimentación</translation>
    </message>
    <message>
      <source>being tested</source>
      <translation>en prueba</translation>
    </message>
    <message>
      <source>blade</source>
      <translation>cuchilla</translation>
    </message>
    <message>
      <source>blade set</source>
      <translation>juego de cuchillas</translation>
    </message>
    <message>
      <source>blades</source>
      <translation>cuchillas</translation>
    </message>
    <message>
      <source>blenders</source>
      <translation>licuadoras</translation>
    </message>
    <message>
      <source>brew group seals</source>
      <translation>sellos del grupo</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>cambiados</translation>
    </message>
    <message>
      <source>choose</source>
      <translation>elegir</translation>
    </message>
    <message>
      <source>chosen</source>
      <translation>elegido</translation>
    </message>
    <message>
      <source>cleaning tablets</source>
      <translation>pastillas de limpieza</translation>
    </message>
    <message>
      <source>coffee machines</source>
      <translation>máquinas de café</translation>
    </message>
    <message>
      <source>cold dispensers</source>
      <translation>dispensadores fríos</translation>
    </message>
    <message>
      <source>comma</source>
      <translation>coma</translation>
    </message>
    <message>
      <source>connected, slow: {rtt_ms} ms</source>
      <translation>conectado, lento: {rtt_ms} ms</translation>
    </message>
    <message>
      <source>connected, {backlog} messages wait</source>
      <translation>conectado, esperan {backlog} mensajes</translation>
    </message>
    <message>
      <source>connected, {rtt_ms} ms</source>
      <translation>conectado, {rtt_ms} ms</translation>
    </message>
    <message>
      <source>count it</source>
      <translation>contar</translation>
    </message>
    <message>
      <source>d MMM yyyy, HH:mm</source>
      <translation>d MMM yyyy, HH:mm</translation>
    </message>
    <message>
      <source>d MMM, HH:mm</source>
      <translation>d MMM, HH:mm</translation>
    </message>
    <message>
      <source>d MMMM</source>
      <translation>d 'de' MMMM</translation>
    </message>
    <message>
      <source>d MMMM yyyy</source>
      <translation>d 'de' MMMM 'de' yyyy</translation>
    </message>
    <message>
      <source>days</source>
      <translation>días</translation>
    </message>
    <message>
      <source>deep clean</source>
      <translation>limpieza profunda</translation>
    </message>
    <message>
      <source>deep cleans</source>
      <translation>limpiezas profundas</translation>
    </message>
    <message>
      <source>descaler</source>
      <translation>descalcificador</translation>
    </message>
    <message>
      <source>devices</source>
      <translation>equipos</translation>
    </message>
    <message>
      <source>devices with changed fields</source>
      <translation>equipos con campos cambiados</translation>
    </message>
    <message>
      <source>differs</source>
      <translation>difiere</translation>
    </message>
    <message>
      <source>done</source>
      <translation>hecho</translation>
    </message>
    <message>
      <source>down, last success {success} ago, {backlog} messages wait</source>
      <translation>caído, último éxito hace {success}, esperan {backlog} mensajes</translation>
    </message>
    <message>
      <source>down, {backlog} messages wait</source>
      <translation>caído, esperan {backlog} mensajes</translation>
    </message>
    <message>
      <source>dropped</source>
      <translation>descartado</translation>
    </message>
    <message>
      <source>due now</source>
      <translation>vence ahora</translation>
    </message>
    <message>
      <source>empty</source>
      <translation>vacío</translation>
    </message>
    <message>
      <source>empty: delivered</source>
      <translation>vacío: entregado</translation>
    </message>
    <message>
      <source>empty: nobody looked</source>
      <translation>vacío: nadie miró</translation>
    </message>
    <message>
      <source>empty: used</source>
      <translation>vacío: usado</translation>
    </message>
    <message>
      <source>every {n}</source>
      <translation>cada {n}</translation>
    </message>
    <message>
      <source>everywhere</source>
      <translation>en todas partes</translation>
    </message>
    <message>
      <source>expected at least {low}</source>
      <translation>se espera al menos {low}</translation>
    </message>
    <message>
      <source>expected at most {high}</source>
      <translation>se espera como máximo {high}</translation>
    </message>
    <message>
      <source>expected {low} to {high}</source>
      <translation>se espera de {low} a {high}</translation>
    </message>
    <message>
      <source>file</source>
      <translation>archivo</translation>
    </message>
    <message>
      <source>file {name} was changed or is missing</source>
      <translation>el archivo {name} se cambió o falta</translation>
    </message>
    <message>
      <source>fills itself in while it runs</source>
      <translation>se llena solo mientras funciona</translation>
    </message>
    <message>
      <source>firmware</source>
      <translation>firmware</translation>
    </message>
    <message>
      <source>for {owner}</source>
      <translation>para {owner}</translation>
    </message>
    <message>
      <source>for {uptime}</source>
      <translation>desde hace {uptime}</translation>
    </message>
    <message>
      <source>for {uptime}, restarted by its watchdog</source>
      <translation>desde hace {uptime}, reiniciado por su watchdog</translation>
    </message>
    <message>
      <source>for {uptime}, restarted for low supply</source>
      <translation>desde hace {uptime}, reiniciado por baja tensión</translation>
    </message>
    <message>
      <source>from {supplier}</source>
      <translation>de {supplier}</translation>
    </message>
    <message>
      <source>gateway</source>
      <translation>gateway</translation>
    </message>
    <message>
      <source>gateway down</source>
      <translation>gateway caído</translation>
    </message>
    <message>
      <source>gateway down {age}</source>
      <translation>gateway caído {age}</translation>
    </message>
    <message>
      <source>go on</source>
      <translation>seguir</translation>
    </message>
    <message>
      <source>highest {peak} A</source>
      <translation>máximo {peak} A</translation>
    </message>
    <message>
      <source>ice machines</source>
      <translation>máquinas de hielo</translation>
    </message>
    <message>
      <source>in 1 store</source>
      <translation>en 1 tienda</translation>
    </message>
    <message>
      <source>in all stores</source>
      <translation>en todas las tiendas</translation>
    </message>
    <message>
      <source>in no store</source>
      <translation>en ninguna tienda</translation>
    </message>
    <message>
      <source>in your stores</source>
      <translation>en sus tiendas</translation>
    </message>
    <message>
      <source>in {n} stores</source>
      <translation>en {n} tiendas</translation>
    </message>
    <message>
      <source>its bytes were changed outside of what was signed</source>
      <translation>se cambiaron sus bytes fuera de lo firmado</translation>
    </message>
    <message>
      <source>leave, keep draft</source>
      <translation>salir, conservar borrador</translation>
    </message>
    <message>
      <source>less than a minute</source>
      <translation>menos de un minuto</translation>
    </message>
    <message>
      <source>limit {value} {unit}</source>
      <translation>límite {value} {unit}</translation>
    </message>
    <message>
      <source>load {load} A</source>
      <translation>carga {load} A</translation>
    </message>
    <message>
      <source>look at</source>
      <translation>mirar</translation>
    </message>
    <message>
      <source>lower than before</source>
      <translation>menor que antes</translation>
    </message>
    <message>
      <source>measure it, then type it</source>
      <translation>mídalo y escríbalo</translation>
    </message>
    <message>
      <source>milk dispensers</source>
      <translation>dispensadores de leche</translation>
    </message>
    <message>
      <source>milk line</source>
      <translation>línea de leche</translation>
    </message>
    <message>
      <source>milk line sanitiser</source>
      <translation>desinfectante de líneas</translation>
    </message>
    <message>
      <source>milk lines</source>
      <translation>líneas de leche</translation>
    </message>
    <message>
      <source>module damaged</source>
      <translation>módulo dañado</translation>
    </message>
    <message>
      <source>more than the device can do</source>
      <translation>más de lo que el equipo puede</translation>
    </message>
    <message>
      <source>name or staff number</source>
      <translation>nombre o número de empleado</translation>
    </message>
    <message>
      <source>never</source>
      <translation>nunca</translation>
    </message>
    <message>
      <source>never reported</source>
      <translation>nunca reportado</translation>
    </message>
    <message>
      <source>new</source>
      <translation>nuevos</translation>
    </message>
    <message>
      <source>new devices</source>
      <translation>equipos nuevos</translation>
    </message>
    <message>
      <source>no DHCP lease</source>
      <translation>sin concesión DHCP</translation>
    </message>
    <message>
      <source>no baseline</source>
      <translation>sin valor inicial</translation>
    </message>
    <message>
      <source>no limit, {unit}</source>
      <translation>sin límite, {unit}</translation>
    </message>
    <message>
      <source>no network</source>
      <translation>sin red</translation>
    </message>
    <message>
      <source>no reading</source>
      <translation>sin lectura</translation>
    </message>
    <message>
      <source>no reading at removal</source>
      <translation>sin lectura al retirarlo</translation>
    </message>
    <message>
      <source>no reading of {every} {unit}</source>
      <translation>sin lectura de {every} {unit}</translation>
    </message>
    <message>
      <source>no reading yet</source>
      <translation>sin lectura aún</translation>
    </message>
    <message>
      <source>no report for {age}</source>
      <translation>sin reporte hace {age}</translation>
    </message>
    <message>
      <source>nobody knows</source>
      <translation>nadie lo sabe</translation>
    </message>
    <message>
      <source>none</source>
      <translation>ninguno</translation>
    </message>
    <message>
      <source>not done any more</source>
      <translation>ya no se hace</translation>
    </message>
    <message>
      <source>not in its table</source>
      <translation>no está en su tabla</translation>
    </message>
    <message>
      <source>not known</source>
      <translation>no se sabe</translation>
    </message>
    <message>
      <source>not named</source>
      <translation>no indicada</translation>
    </message>
    <message>
      <source>not read from the cable, type it</source>
      <translation>no leído por cable, escríbalo</translation>
    </message>
    <message>
      <source>not registered</source>
      <translation>no registrado</translation>
    </message>
    <message>
      <source>not reported</source>
      <translation>no reportado</translation>
    </message>
    <message>
      <source>not shown</source>
      <translation>no se muestra</translation>
    </message>
    <message>
      <source>not told</source>
      <translation>no se dijo</translation>
    </message>
    <message>
      <source>not tried yet</source>
      <translation>aún no probado</translation>
    </message>
    <message>
      <source>notes</source>
      <translation>notas</translation>
    </message>
    <message>
      <source>nothing is over its interval</source>
      <translation>nada pasó su intervalo</translation>
    </message>
    <message>
      <source>nothing wrong seen</source>
      <translation>no se ve nada mal</translation>
    </message>
    <message>
      <source>now</source>
      <translation>ahora</translation>
    </message>
    <message>
      <source>of the same model</source>
      <translation>del mismo modelo</translation>
    </message>
    <message>
      <source>of {count} devices that report a state</source>
      <translation>de {count} equipos que reportan un estado</translation>
    </message>
    <message>
      <source>of {every} {unit}</source>
      <translation>de {every} {unit}</translation>
    </message>
    <message>
      <source>offline</source>
      <translation>sin conexión</translation>
    </message>
    <message>
      <source>offline behind a live gateway</source>
      <translation>sin conexión tras un gateway activo</translation>
    </message>
    <message>
      <source>online</source>
      <translation>en línea</translation>
    </message>
    <message>
      <source>only if it is</source>
      <translation>solo si es</translation>
    </message>
    <message>
      <source>order {count}</source>
      <translation>pedir {count}</translation>
    </message>
    <message>
      <source>ordered</source>
      <translation>ordenado</translation>
    </message>
    <message>
      <source>out of radio range</source>
      <translation>fuera de alcance de radio</translation>
    </message>
    <message>
      <source>overdue</source>
      <translation>vencido</translation>
    </message>
    <message>
      <source>parts: {parts}</source>
      <translation>piezas: {parts}</translation>
    </message>
    <message>
      <source>pass, flag, fail; a number in its unit; or words</source>
      <translation>pass, flag, fail; un número en su unidad; o palabras</translation>
    </message>
    <message>
      <source>problems</source>
      <translation>problemas</translation>
    </message>
    <message>
      <source>productions</source>
      <translation>producciones</translation>
    </message>
    <message>
      <source>productions, {time}</source>
      <translation>producciones, {time}</translation>
    </message>
    <message>
      <source>read at</source>
      <translation>leído a las</translation>
    </message>
    <message>
      <source>read by the machine</source>
      <translation>leído por la máquina</translation>
    </message>
    <message>
      <source>read from the cable {age} ago</source>
      <translation>leído por cable hace {age}</translation>
    </message>
    <message>
      <source>read {age} ago</source>
      <translation>leído hace {age}</translation>
    </message>
    <message>
      <source>reading {name} was changed or is missing</source>
      <translation>la lectura {name} se cambió o falta</translation>
    </message>
    <message>
      <source>recognised</source>
      <translation>reconocido</translation>
    </message>
    <message>
      <source>record</source>
      <translation>registro</translation>
    </message>
    <message>
      <source>records</source>
      <translation>registros</translation>
    </message>
    <message>
      <source>refrigeration units</source>
      <translation>unidades de refrigeración</translation>
    </message>
    <message>
      <source>remembered</source>
      <translation>recordado</translation>
    </message>
    <message>
      <source>rows as they are already known</source>
      <translation>filas ya conocidas</translation>
    </message>
    <message>
      <source>saved {when}</source>
      <translation>guardado {when}</translation>
    </message>
    <message>
      <source>semicolon</source>
      <translation>punto y coma</translation>
    </message>
    <message>
      <source>serial</source>
      <translation>serie</translation>
    </message>
    <message>
      <source>serial of one device</source>
      <translation>serie de un equipo</translation>
    </message>
    <message>
      <source>serial or tag of the device</source>
      <translation>serie o etiqueta del equipo</translation>
    </message>
    <message>
      <source>shipped with Fleetdesk</source>
      <translation>viene con Fleetdesk</translation>
    </message>
    <message>
      <source>since an unknown time</source>
      <translation>desde un momento desconocido</translation>
    </message>
    <message>
      <source>stands in the plan's history</source>
      <translation>queda en la historia del plan</translation>
    </message>
    <message>
      <source>stands in the store's history</source>
      <translation>queda en la historia de la tienda</translation>
    </message>
    <message>
      <source>stands in the time line</source>
      <translation>queda en la historia</translation>
    </message>
    <message>
      <source>started {when}</source>
      <translation>empezado {when}</translation>
    </message>
    <message>
      <source>status</source>
      <translation>situación</translation>
    </message>
    <message>
      <source>store</source>
      <translation>tienda</translation>
    </message>
    <message>
      <source>supplier</source>
      <translation>proveedor</translation>
    </message>
    <message>
      <source>switched off</source>
      <translation>apagado</translation>
    </message>
    <message>
      <source>syrup dispensers</source>
      <translation>dispensadores de jarabe</translation>
    </message>
    <message>
      <source>tab</source>
      <translation>tabulador</translation>
    </message>
    <message>
      <source>test machines</source>
      <translation>máquinas de prueba</translation>
    </message>
    <message>
      <source>the answers were changed</source>
      <translation>se cambiaron las respuestas</translation>
    </message>
    <message>
      <source>the cause was changed</source>
      <translation>se cambió la causa</translation>
    </message>
    <message>
      <source>the device was changed</source>
      <translation>se cambió el equipo</translation>
    </message>
    <message>
      <source>the files were changed</source>
      <translation>se cambiaron los archivos</translation>
    </message>
    <message>
      <source>the note was changed</source>
      <translation>se cambió la nota</translation>
    </message>
    <message>
      <source>the old module showed</source>
      <translation>el módulo viejo mostraba</translation>
    </message>
    <message>
      <source>the readings were changed</source>
      <translation>se cambiaron las lecturas</translation>
    </message>
    <message>
      <source>the seal's own list of parts was changed</source>
      <translation>se cambió la lista de partes del propio sello</translation>
    </message>
    <message>
      <source>the services done were changed</source>
      <translation>se cambiaron los servicios realizados</translation>
    </message>
    <message>
      <source>the signature does not fit its content</source>
      <translation>la firma no corresponde a su contenido</translation>
    </message>
    <message>
      <source>the signer was changed</source>
      <translation>se cambió el firmante</translation>
    </message>
    <message>
      <source>the signing key was changed</source>
      <translation>se cambió la clave de firma</translation>
    </message>
    <message>
      <source>the template is not the one that was answered</source>
      <translation>la plantilla no es la que se respondió</translation>
    </message>
    <message>
      <source>the template's hash was changed</source>
      <translation>se cambió el hash de la plantilla</translation>
    </message>
    <message>
      <source>the template's version was changed</source>
      <translation>se cambió la versión de la plantilla</translation>
    </message>
    <message>
      <source>the verdict was changed</source>
      <translation>se cambió el veredicto</translation>
    </message>
    <message>
      <source>times of {zone}</source>
      <translation>horas de {zone}</translation>
    </message>
    <message>
      <source>today</source>
      <translation>hoy</translation>
    </message>
    <message>
      <source>typed by hand</source>
      <translation>escrito a mano</translation>
    </message>
    <message>
      <source>undone</source>
      <translation>deshecho</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>desconocido</translation>
    </message>
    <message>
      <source>until {day}</source>
      <translation>hasta el {day}</translation>
    </message>
    <message>
      <source>uses</source>
      <translation>usos</translation>
    </message>
    <message>
      <source>waiting for the first sample</source>
      <translation>esperando la primera muestra</translation>
    </message>
    <message>
      <source>was {value}</source>
      <translation>era {value}</translation>
    </message>
    <message>
      <source>week {n}: {count}</source>
      <translation>semana {n}: {count}</translation>
    </message>
    <message>
      <source>what was done, or why it is not needed</source>
      <translation>qué se hizo, o por qué no hace falta</translation>
    </message>
    <message>
      <source>wired</source>
      <translation>por cable</translation>
    </message>
    <message>
      <source>wk {n}</source>
      <translation>sem {n}</translation>
    </message>
    <message>
      <source>workstation key {key}</source>
      <translation>clave de la estación {key}</translation>
    </message>
    <message>
      <source>wrong</source>
      <translation>mal</translation>
    </message>
    <message>
      <source>wrong by {off}</source>
      <translation>desajustado por {off}</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>sí</translation>
    </message>
    <message>
      <source>{about} was edited although it was retired</source>
      <translation>Se editó {about} aunque estaba retirado</translation>
    </message>
    <message>
      <source>{about} was inspected although it was retired</source>
      <translation>Se inspeccionó {about} aunque estaba retirado</translation>
    </message>
    <message>
      <source>{adapter} fits no driver, so it was left alone. Asking only reads.</source>
      <translation>{adapter} no encaja con ningún controlador, así que se dejó en paz. Preguntar solo lee.</translation>
    </message>
    <message>
      <source>{age} ago</source>
      <translation>hace {age}</translation>
    </message>
    <message>
      <source>{answered} of {of} answered</source>
      <translation>{answered} de {of} respondidas</translation>
    </message>
    <message>
      <source>{at} by {who}: {changed} of {rows} rows changed something</source>
      <translation>{at} por {who}: {changed} de {rows} filas cambiaron algo</translation>
    </message>
    <message>
      <source>{broken} of {count} seals are broken.</source>
      <translation>{broken} de {count} sellos están rotos.</translation>
    </message>
    <message>
      <source>{count} behind a dead gateway</source>
      <translation>{count} tras un gateway caído</translation>
    </message>
    <message>
      <source>{count} d</source>
      <translation>{count} d</translation>
    </message>
    <message>
      <source>{count} days</source>
      <translation>{count} días</translation>
    </message>
    <message>
      <source>{count} devices are in {file}.</source>
      <translation>{count} equipos están en {file}.</translation>
    </message>
    <message>
      <source>{count} differences</source>
      <translation>{count} diferencias</translation>
    </message>
    <message>
      <source>{count} driver packs are in force.</source>
      <translation>{count} controladores en vigor.</translation>
    </message>
    <message>
      <source>{count} due</source>
      <translation>{count} vencen</translation>
    </message>
    <message>
      <source>{count} due now</source>
      <translation>{count} vencen ahora</translation>
    </message>
    <message>
      <source>{count} early</source>
      <translation>{count} antes</translation>
    </message>
    <message>
      <source>{count} files</source>
      <translation>{count} archivos</translation>
    </message>
    <message>
      <source>{count} files, {size} bytes</source>
      <translation>{count} archivos, {size} bytes</translation>
    </message>
    <message>
      <source>{count} h</source>
      <translation>{count} h</translation>
    </message>
    <message>
      <source>{count} hours</source>
      <translation>{count} horas</translation>
    </message>
    <message>
      <source>{count} inspections are not signed yet</source>
      <translation>{count} inspecciones aún sin firmar</translation>
    </message>
    <message>
      <source>{count} inspections.</source>
      <translation>{count} inspecciones.</translation>
    </message>
    <message>
      <source>{count} labels are in {file}.</source>
      <translation>{count} etiquetas están en {file}.</translation>
    </message>
    <message>
      <source>{count} late</source>
      <translation>{count} de retraso</translation>
    </message>
    <message>
      <source>{count} left</source>
      <translation>quedan {count}</translation>
    </message>
    <message>
      <source>{count} lines are in {file}.</source>
      <translation>{count} líneas están en {file}.</translation>
    </message>
    <message>
      <source>{count} may follow</source>
      <translation>{count} quizá después</translation>
    </message>
    <message>
      <source>{count} min</source>
      <translation>{count} min</translation>
    </message>
    <message>
      <source>{count} minutes</source>
      <translation>{count} minutos</translation>
    </message>
    <message>
      <source>{count} more</source>
      <translation>{count} más</translation>
    </message>
    <message>
      <source>{count} more are due in other stores.</source>
      <translation>{count} más vencen en otras tiendas.</translation>
    </message>
    <message>
      <source>{count} more soon.</source>
      <translation>{count} más pronto.</translation>
    </message>
    <message>
      <source>{count} never reported</source>
      <translation>{count} nunca reportados</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen an hour ago</source>
      <translation>{count} de {of} {things} vistos hace una hora</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen less than an hour ago</source>
      <translation>{count} de {of} {things} vistos hace menos de una hora</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen {least} to {most} days ago</source>
      <translation>{count} de {of} {things} vistos hace {least} a {most} días</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen {least} to {most} hours ago</source>
      <translation>{count} de {of} {things} vistos hace {least} a {most} horas</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen {most} days ago</source>
      <translation>{count} de {of} {things} vistos hace {most} días</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen {most} hours ago</source>
      <translation>{count} de {of} {things} vistos hace {most} horas</translation>
    </message>
    <message>
      <source>{count} of {of} {things} never seen</source>
      <translation>{count} de {of} {things} nunca vistos</translation>
    </message>
    <message>
      <source>{count} over</source>
      <translation>{count} de más</translation>
    </message>
    <message>
      <source>{count} photos</source>
      <translation>{count} fotos</translation>
    </message>
    <message>
      <source>{count} pulled forward</source>
      <translation>{count} adelantados</translation>
    </message>
    <message>
      <source>{count} records</source>
      <translation>{count} registros</translation>
    </message>
    <message>
      <source>{count} records and photos are not on the hub yet.</source>
      <translation>{count} registros y fotos aún no están en el hub.</translation>
    </message>
    <message>
      <source>{count} rows are in {file}.</source>
      <translation>Hay {count} filas en {file}.</translation>
    </message>
    <message>
      <source>{count} s</source>
      <translation>{count} s</translation>
    </message>
    <message>
      <source>{count} samples are in {path}</source>
      <translation>{count} muestras están en {path}</translation>
    </message>
    <message>
      <source>{count} samples at {rate} Hz</source>
      <translation>{count} muestras a {rate} Hz</translation>
    </message>
    <message>
      <source>{count} seals are broken.</source>
      <translation>{count} sellos están rotos.</translation>
    </message>
    <message>
      <source>{count} seals hold.</source>
      <translation>{count} sellos intactos.</translation>
    </message>
    <message>
      <source>{count} services are due</source>
      <translation>{count} servicios vencen</translation>
    </message>
    <message>
      <source>{count} services done.</source>
      <translation>{count} servicios realizados.</translation>
    </message>
    <message>
      <source>{count} soon</source>
      <translation>{count} pronto</translation>
    </message>
    <message>
      <source>{count} to look at</source>
      <translation>{count} por mirar</translation>
    </message>
    <message>
      <source>{count} units on the cable</source>
      <translation>{count} unidades en el cable</translation>
    </message>
    <message>
      <source>{count} waiting</source>
      <translation>{count} en espera</translation>
    </message>
    <message>
      <source>{count} wrong</source>
      <translation>{count} mal</translation>
    </message>
    <message>
      <source>{days} business days over</source>
      <translation>{days} días hábiles de retraso</translation>
    </message>
    <message>
      <source>{device} holds it</source>
      <translation>Lo tiene {device}</translation>
    </message>
    <message>
      <source>{done} of {total} KiB</source>
      <translation>{done} de {total} KiB</translation>
    </message>
    <message>
      <source>{done} of {total} KiB, {rate} KiB/s, {left} s left</source>
      <translation>{done} de {total} KiB, {rate} KiB/s, quedan {left} s</translation>
    </message>
    <message>
      <source>{done} of {total} inspected</source>
      <translation>{done} de {total} inspeccionados</translation>
    </message>
    <message>
      <source>{due} services are due, of {devices} that the plans count.</source>
      <translation>{due} servicios vencen, de {devices} que cuentan los planes.</translation>
    </message>
    <message>
      <source>{field} cleared</source>
      <translation>{field} borrado</translation>
    </message>
    <message>
      <source>{field} is now {value}</source>
      <translation>{field} ahora es {value}</translation>
    </message>
    <message>
      <source>{field} of {about}</source>
      <translation>{field} de {about}</translation>
    </message>
    <message>
      <source>{field}: one side says {one}, the other {two}.</source>
      <translation>{field}: un lado dice {one}, el otro {two}.</translation>
    </message>
    <message>
      <source>{files} files are only on this laptop.</source>
      <translation>{files} archivos están solo en este portátil.</translation>
    </message>
    <message>
      <source>{file}: 1 page.</source>
      <translation>{file}: 1 página.</translation>
    </message>
    <message>
      <source>{file}: {count} pages.</source>
      <translation>{file}: {count} páginas.</translation>
    </message>
    <message>
      <source>{gone} and {stays} are two devices after all.</source>
      <translation>{gone} y {stays} son dos equipos después de todo.</translation>
    </message>
    <message>
      <source>{gone} devices are gone from the registry.</source>
      <translation>{gone} equipos salieron del registro.</translation>
    </message>
    <message>
      <source>{gone} is the same unit as {stays} and goes on as it.</source>
      <translation>{gone} es la misma unidad que {stays} y sigue como ella.</translation>
    </message>
    <message>
      <source>{hours} daily</source>
      <translation>{hours} a diario</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
      <source>{hours}, {days} of 7 days</source>
      <translation>{hours}, {days} de 7 días</translation>
    </message>
    <message>
      <source>{ip} by DHCP, lease ends in {lease}</source>
      <translation>{ip} por DHCP, la concesión termina en {lease}</translation>
    </message>
    <message>
      <source>{ip} by DHCP, lease for {lease}</source>
      <translation>{ip} por DHCP, concesión por {lease}</translation>
    </message>
    <message>
      <source>{ip}, fixed</source>
      <translation>{ip}, fija</translation>
    </message>
    <message>
      <source>{kept} kept</source>
      <translation>{kept} en reserva</translation>
    </message>
    <message>
      <source>{kind} of {about}</source>
      <translation>{kind} de {about}</translation>
    </message>
    <message>
      <source>{kind}: needs a newer Fleetdesk.</source>
      <translation>{kind}: necesita un Fleetdesk más nuevo.</translation>
    </message>
    <message>
      <source>{listed} and {last} since the swap on {at}.</source>
      <translation>{listed} y {last} desde el cambio del {at}.</translation>
    </message>
    <message>
      <source>{more} become due, {fewer} are no longer due.</source>
      <translation>{more} pasan a vencer, {fewer} dejan de vencer.</translation>
    </message>
    <message>
      <source>{name} ({what}): {because} by {who}, {at}</source>
      <translation>{name} ({what}): {because} por {who}, {at}</translation>
    </message>
    <message>
      <source>{name} is changed.</source>
      <translation>{name} cambió.</translation>
    </message>
    <message>
      <source>{name} {due} of {devices}</source>
      <translation>{name} {due} de {devices}</translation>
    </message>
    <message>
      <source>{name}, staff number {number}</source>
      <translation>{name}, número de personal {number}</translation>
    </message>
    <message>
      <source>{name}, {seconds} s, at most {value} {unit}</source>
      <translation>{name}, {seconds} s, como máximo {value} {unit}</translation>
    </message>
    <message>
      <source>{new} new, {changed} changed, {unchanged} unchanged, {refused} problems left out.</source>
      <translation>{new} nuevos, {changed} cambiados, {unchanged} iguales, {refused} problemas dejados fuera.</translation>
    </message>
    <message>
      <source>{new} new, {changed} changed, {unchanged} unchanged.</source>
      <translation>{new} nuevos, {changed} cambiados, {unchanged} iguales.</translation>
    </message>
    <message>
      <source>{n} counted at {target}</source>
      <translation>{n} contados en {target}</translation>
    </message>
    <message>
      <source>{n} delivered to {target}</source>
      <translation>{n} entregados a {target}</translation>
    </message>
    <message>
      <source>{n} from {source} to {target}</source>
      <translation>{n} de {source} a {target}</translation>
    </message>
    <message>
      <source>{n} inspections to finish</source>
      <translation>{n} inspecciones por terminar</translation>
    </message>
    <message>
      <source>{n} of {of} silent units hang on one gateway, against {others} of {of_others} others.</source>
      <translation>{n} de {of} unidades calladas cuelgan de un gateway, frente a {others} de {of_others} otras.</translation>
    </message>
    <message>
      <source>{n} of {of} silent units run {value}, against {others} of {of_others} others.</source>
      <translation>{n} de {of} unidades calladas usan {value}, frente a {others} de {of_others} otras.</translation>
    </message>
    <message>
      <source>{n} of {of} silent units stand in {value}, against {others} of {of_others} others.</source>
      <translation>{n} de {of} unidades calladas están en {value}, frente a {others} de {of_others} otras.</translation>
    </message>
    <message>
      <source>{n} open work orders</source>
      <translation>{n} órdenes de trabajo abiertas</translation>
    </message>
    <message>
      <source>{n} overdue</source>
      <translation>{n} vencidas</translation>
    </message>
    <message>
      <source>{n} services due</source>
      <translation>{n} servicios vencidos</translation>
    </message>
    <message>
      <source>{n} used from {source}</source>
      <translation>{n} usados de {source}</translation>
    </message>
    <message>
      <source>{online} of {count} online, as the gateway sees them</source>
      <translation>{online} de {count} en línea, según los ve el gateway</translation>
    </message>
    <message>
      <source>{online} of {n} online</source>
      <translation>{online} de {n} en línea</translation>
    </message>
    <message>
      <source>{paid} paid, {test} test, {free} free; {products} products.</source>
      <translation>{paid} pagadas, {test} de prueba, {free} gratis; {products} productos.</translation>
    </message>
    <message>
      <source>{port} does not work</source>
      <translation>{port} no funciona</translation>
    </message>
    <message>
      <source>{progress}, 1 business day left.</source>
      <translation>{progress}, queda 1 día hábil.</translation>
    </message>
    <message>
      <source>{progress}, today is the last day.</source>
      <translation>{progress}, hoy es el último día.</translation>
    </message>
    <message>
      <source>{progress}, {days} business days left.</source>
      <translation>{progress}, quedan {days} días hábiles.</translation>
    </message>
    <message>
      <source>{progress}, {days} business days over time.</source>
      <translation>{progress}, {days} días hábiles de retraso.</translation>
    </message>
    <message>
      <source>{rate} a second · now {now} {unit} · highest {high} {unit} in {seconds} s</source>
      <translation>{rate} por segundo · ahora {now} {unit} · máximo {high} {unit} en {seconds} s</translation>
    </message>
    <message>
      <source>{rate} {unit} on an open day, from {readings} readings over a day.</source>
      <translation>{rate} {unit} por día abierto, de {readings} lecturas en un día.</translation>
    </message>
    <message>
      <source>{rate} {unit} on an open day, from {readings} readings over {days} days.</source>
      <translation>{rate} {unit} por día abierto, de {readings} lecturas en {days} días.</translation>
    </message>
    <message>
      <source>{rate} {unit} on an open day, from {readings} readings within a day.</source>
      <translation>{rate} {unit} por día abierto, de {readings} lecturas en menos de un día.</translation>
    </message>
    <message>
      <source>{records} and {files}</source>
      <translation>{records} y {files}</translation>
    </message>
    <message>
      <source>{records} records are only on this laptop.</source>
      <translation>{records} registros están solo en este portátil.</translation>
    </message>
    <message>
      <source>{registered}, module says {said}</source>
      <translation>{registered}, el módulo dice {said}</translation>
    </message>
    <message>
      <source>{rows} rows are imported</source>
      <translation>{rows} filas importadas</translation>
    </message>
    <message>
      <source>{seconds} s</source>
      <translation>{seconds} s</translation>
    </message>
    <message>
      <source>{seconds} s before the end</source>
      <translation>{seconds} s antes del final</translation>
    </message>
    <message>
      <source>{seconds} s, highest {peak} A</source>
      <translation>{seconds} s, máximo {peak} A</translation>
    </message>
    <message>
      <source>{serial} restarted; counters and settings are kept.</source>
      <translation>{serial} reiniciado; contadores y ajustes conservados.</translation>
    </message>
    <message>
      <source>{serial} runs {version} now.</source>
      <translation>{serial} ahora usa {version}.</translation>
    </message>
    <message>
      <source>{stage}: {done} of {total}</source>
      <translation>{stage}: {done} de {total}</translation>
    </message>
    <message>
      <source>{stage}: {done} of {total} rows, {rate} a second</source>
      <translation>{stage}: {done} de {total} filas, {rate} por segundo</translation>
    </message>
    <message>
      <source>{state} for {age}</source>
      <translation>{state} hace {age}</translation>
    </message>
    <message>
      <source>{stores} stores hold {devices} devices; services are due in {due} of them.</source>
      <translation>{stores} tiendas tienen {devices} equipos; hay servicios vencidos en {due}.</translation>
    </message>
    <message>
      <source>{task}: performed</source>
      <translation>{task}: hecho</translation>
    </message>
    <message>
      <source>{template}, version {version}: what has begun keeps the version that it began with.</source>
      <translation>{template}, versión {version}: lo empezado conserva su versión.</translation>
    </message>
    <message>
      <source>{title} is due as planned again.</source>
      <translation>{title} vence otra vez según el plan.</translation>
    </message>
    <message>
      <source>{title} postponed until {at}.</source>
      <translation>{title} aplazado hasta {at}.</translation>
    </message>
    <message>
      <source>{title} postponed until {uses} uses.</source>
      <translation>{title} aplazado hasta {uses} usos.</translation>
    </message>
    <message>
      <source>{title}: not on this laptop yet</source>
      <translation>{title}: aún no está en este portátil</translation>
    </message>
    <message>
      <source>{title}: {done} of {total} inspected, 1 business day left</source>
      <translation>{title}: {done} de {total} inspeccionados, queda 1 día hábil</translation>
    </message>
    <message>
      <source>{title}: {done} of {total} inspected, {days} business days left</source>
      <translation>{title}: {done} de {total} inspeccionados, quedan {days} días hábiles</translation>
    </message>
    <message>
      <source>{title}: {done} of {total} inspected, {days} business days over</source>
      <translation>{title}: {done} de {total} inspeccionados, {days} días hábiles de retraso</translation>
    </message>
    <message>
      <source>{total} devices would belong now.</source>
      <translation>{total} equipos entrarían ahora.</translation>
    </message>
    <message>
      <source>{unit} on {port}</source>
      <translation>{unit} en {port}</translation>
    </message>
    <message>
      <source>{unit} since its last service, or a day: 2026-12-31</source>
      <translation>{unit} desde su último servicio, o un día: 2026-12-31</translation>
    </message>
    <message>
      <source>{uses} of {every} {unit}</source>
      <translation>{uses} de {every} {unit}</translation>
    </message>
    <message>
      <source>{uses} of {every} {unit}, {state}</source>
      <translation>{uses} de {every} {unit}, {state}</translation>
    </message>
    <message>
      <source>{uses} of {every} {unit}: {state}</source>
      <translation>{uses} de {every} {unit}: {state}</translation>
    </message>
    <message>
      <source>{uses} on module {module}</source>
      <translation>{uses} en el módulo {module}</translation>
    </message>
    <message>
      <source>{uses} {unit} counted since {at}; never serviced since.</source>
      <translation>{uses} {unit} contados desde el {at}; sin servicio desde entonces.</translation>
    </message>
    <message>
      <source>{uses} {unit} since the service on {at}.</source>
      <translation>{uses} {unit} desde el servicio del {at}.</translation>
    </message>
    <message>
      <source>{what} wait for the hub</source>
      <translation>{what} esperan al hub</translation>
    </message>
    <message>
      <source>{what} waits for the hub</source>
      <translation>{what} espera al hub</translation>
    </message>
    <message>
      <source>{who} chose on {at}: {reason}</source>
      <translation>{who} decidió el {at}: {reason}</translation>
    </message>
    <message>
      <source>{who} edited {about} on {at}, not knowing that: {value}.</source>
      <translation>{who} editó {about} el {at} sin saberlo: {value}.</translation>
    </message>
    <message>
      <source>{who} fitted a module in {about} on {at} in {place}.</source>
      <translation>{who} montó un módulo en {about} el {at} en {place}.</translation>
    </message>
    <message>
      <source>{who} fitted a module in {about} on {at}.</source>
      <translation>{who} montó un módulo en {about} el {at}.</translation>
    </message>
    <message>
      <source>{who} inspected {about} on {at} in {place}.</source>
      <translation>{who} inspeccionó {about} el {at} en {place}.</translation>
    </message>
    <message>
      <source>{who} inspected {about} on {at}.</source>
      <translation>{who} inspeccionó {about} el {at}.</translation>
    </message>
    <message>
      <source>{who} recorded module {module} in {device} on {at} in {place}.</source>
      <translation>{who} registró el módulo {module} en {device} el {at} en {place}.</translation>
    </message>
    <message>
      <source>{who} recorded module {module} in {device} on {at}.</source>
      <translation>{who} registró el módulo {module} en {device} el {at}.</translation>
    </message>
    <message>
      <source>{who} recorded {about} in {value} on {at}.</source>
      <translation>{who} registró {about} en {value} el {at}.</translation>
    </message>
    <message>
      <source>{who} retired {about} on {at}.</source>
      <translation>{who} retiró {about} el {at}.</translation>
    </message>
    <message>
      <source>{who} said on {at} that it is the same unit as {device}.</source>
      <translation>{who} dijo el {at} que es el mismo equipo que {device}.</translation>
    </message>
    <message>
      <source>{who} set it to every {value} on {at}.</source>
      <translation>{who} lo fijó en cada {value} el {at}.</translation>
    </message>
    <message>
      <source>{who} wrote {value} on {at}.</source>
      <translation>{who} escribió {value} el {at}.</translation>
    </message>
    <message>
      <source>{words}, {rate} a second, {left} s left</source>
      <translation>{words}, {rate} por segundo, quedan {left} s</translation>
    </message>
  </context>
</TS>
