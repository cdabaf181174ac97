<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
  <context>
    <name>ui</name>
    <message>
      <source> ({count} never read)</source>
      <translation>（{count} 台从未读取）</translation>
    </message>
    <message>
      <source> and </source>
      <translation>和</translation>
    </message>
    <message>
      <source> and {count} more</source>
      <translation>，还有 {count} 项</translation>
    </message>
    <message>
      <source>(choose one)</source>
      <translation>（请选择）</translation>
    </message>
    <message>
      <source>(left out)</source>
      <translation>（忽略）</translation>
    </message>
    <message>
      <source>(no name)</source>
      <translation>（无名称）</translation>
    </message>
    <message>
      <source>, generation {number}</source>
      <translation>，第 {number} 代</translation>
    </message>
    <message>
      <source>, {due} for what is due</source>
      <translation>，到期工作需 {due}</translation>
    </message>
    <message>
      <source>0    Pass all that is open</source>
      <translation>0    未答项全部通过</translation>
    </message>
    <message>
      <source>1    Not now: it is owed</source>
      <translation>1    现在不拍：记为待补</translation>
    </message>
    <message>
      <source>1 business day over</source>
      <translation>逾期 1 个工作日</translation>
    </message>
    <message>
      <source>1 day</source>
      <translation>1 天</translation>
    </message>
    <message>
      <source>1 difference</source>
      <translation>1 处不同</translation>
    </message>
    <message>
      <source>1 file</source>
      <translation>1 个文件</translation>
    </message>
    <message>
      <source>1 file is only on this laptop.</source>
      <translation>1 个文件只在这台电脑上。</translation>
    </message>
    <message>
      <source>1 hour</source>
      <translation>1 小时</translation>
    </message>
    <message>
      <source>1 inspection is not signed yet</source>
      <translation>1 份检查尚未签字</translation>
    </message>
    <message>
      <source>1 inspection to finish</source>
      <translation>1 项检查待完成</translation>
    </message>
    <message>
      <source>1 inspection.</source>
      <translation>1 次检查。</translation>
    </message>
    <message>
      <source>1 minute</source>
      <translation>1 分钟</translation>
    </message>
    <message>
      <source>1 open work order</source>
      <translation>1 个未完成工单</translation>
    </message>
    <message>
      <source>1 photo</source>
      <translation>1 张照片</translation>
    </message>
    <message>
      <source>1 record</source>
      <translation>1 条记录</translation>
    </message>
    <message>
      <source>1 record is only on this laptop.</source>
      <translation>1 条记录只在这台电脑上。</translation>
    </message>
    <message>
      <source>1 seal is broken.</source>
      <translation>1 个封存已破坏。</translation>
    </message>
    <message>
      <source>1 service done.</source>
      <translation>已完成 1 次保养。</translation>
    </message>
    <message>
      <source>1 service due</source>
      <translation>1 项保养到期</translation>
    </message>
    <message>
      <source>1 service is due</source>
      <translation>1 项保养到期</translation>
    </message>
    <message>
      <source>1 to 9</source>
      <translation>1 至 9</translation>
    </message>
    <message>
      <source>216 devices in 10 stores, from a real report. What it does not name is made up and marked so.</source>
      <translation>10 家门店的 216 台设备，来自真实报告。报告未写明的内容为虚构，并已标注。</translation>
    </message>
    <message>
      <source>A file with your stores and devices. Nothing is changed before you have seen what it would do.</source>
      <translation>包含门店和设备的文件。在您看到结果之前不会更改任何内容。</translation>
    </message>
    <message>
      <source>A module was fitted in {about} although it was retired</source>
      <translation>{about} 已报废，却装入了模块</translation>
    </message>
    <message>
      <source>A new store</source>
      <translation>新门店</translation>
    </message>
    <message>
      <source>A photo belongs to this answer. Without one it is signed as owed.</source>
      <translation>此回答需要照片。没有照片则签为待补。</translation>
    </message>
    <message>
      <source>A reading counts after all.</source>
      <translation>一次读数恢复计入。</translation>
    </message>
    <message>
      <source>A reading was wrong and does not count.</source>
      <translation>一次读数有误，不计入。</translation>
    </message>
    <message>
      <source>A receipt of one page for the store's manager</source>
      <translation>给门店经理的一页回执</translation>
    </message>
    <message>
      <source>A service is due by use, counted since it was last done. Choose a plan to see or change it.</source>
      <translation>保养按上次完成后的使用次数到期。选择一个计划查看或更改。</translation>
    </message>
    <message>
      <source>Add a port by its address</source>
      <translation>按地址添加端口</translation>
    </message>
    <message>
      <source>Add a store...</source>
      <translation>添加门店...</translation>
    </message>
    <message>
      <source>Add photo</source>
      <translation>添加照片</translation>
    </message>
    <message>
      <source>Add port</source>
      <translation>添加端口</translation>
    </message>
    <message>
      <source>Add the store</source>
      <translation>添加门店</translation>
    </message>
    <message>
      <source>Add...</source>
      <translation>添加…</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>地址</translation>
    </message>
    <message>
      <source>Address of a port</source>
      <translation>端口地址</translation>
    </message>
    <message>
      <source>Address of the hub</source>
      <translation>中心地址</translation>
    </message>
    <message>
      <source>Address of the receiver</source>
      <translation>接收方的地址</translation>
    </message>
    <message>
      <source>Address, as it stands on the other laptop</source>
      <translation>地址，与另一台笔记本上显示的一致</translation>
    </message>
    <message>
      <source>Against it: {reason}</source>
      <translation>不支持：{reason}</translation>
    </message>
    <message>
      <source>All equipment</source>
      <translation>所有设备</translation>
    </message>
    <message>
      <source>All of this was done for each of them</source>
      <translation>每台设备都已完成以上各项</translation>
    </message>
    <message>
      <source>All records and files that are new for the receiver go into one file that only they can open.</source>
      <translation>对接收方而言新的所有记录和文件会写入一个文件，只有接收方能打开。</translation>
    </message>
    <message>
      <source>All samples as a table (CSV)...</source>
      <translation>全部采样存为表格 (CSV)...</translation>
    </message>
    <message>
      <source>All stores</source>
      <translation>所有门店</translation>
    </message>
    <message>
      <source>All {count} runs</source>
      <translation>全部 {count} 次运行</translation>
    </message>
    <message>
      <source>Alternate</source>
      <translation>备选</translation>
    </message>
    <message>
      <source>Alternate supplier</source>
      <translation>备选供应商</translation>
    </message>
    <message>
      <source>Amend</source>
      <translation>更正</translation>
    </message>
    <message>
      <source>Amend {serial}</source>
      <translation>更正 {serial}</translation>
    </message>
    <message>
      <source>Amend...</source>
      <translation>更正...</translation>
    </message>
    <message>
      <source>Amended</source>
      <translation>已更正</translation>
    </message>
    <message>
      <source>Amended by {name}, {when}</source>
      <translation>{name} 更正，{when}</translation>
    </message>
    <message>
      <source>Amendment to an inspection of {about}</source>
      <translation>{about} 检查的更正</translation>
    </message>
    <message>
      <source>An empty day is closed; all empty: not told.</source>
      <translation>空白的日子为休息；全部空白表示未知。</translation>
    </message>
    <message>
      <source>An exception</source>
      <translation>例外</translation>
    </message>
    <message>
      <source>An import brings its stores along. A store that no file names is added here.</source>
      <translation>导入会带来门店。文件中没有的门店在这里添加。</translation>
    </message>
    <message>
      <source>An inspection was amended by {name}.</source>
      <translation>{name} 更正了一次检查。</translation>
    </message>
    <message>
      <source>Announced</source>
      <translation>提醒</translation>
    </message>
    <message>
      <source>Announced at, in percent</source>
      <translation>提前提醒（百分比）</translation>
    </message>
    <message>
      <source>Another unit</source>
      <translation>另一台设备</translation>
    </message>
    <message>
      <source>Another unit is on {port}</source>
      <translation>{port} 上是另一台设备</translation>
    </message>
    <message>
      <source>Answer on the cable</source>
      <translation>线缆应答</translation>
    </message>
    <message>
      <source>Answer: {title}</source>
      <translation>回答：{title}</translation>
    </message>
    <message>
      <source>Answered on the cable {age} ago</source>
      <translation>{age} 前通过线缆应答</translation>
    </message>
    <message>
      <source>Answered on the cable.</source>
      <translation>已通过线缆应答。</translation>
    </message>
    <message>
      <source>Answers</source>
      <translation>回答</translation>
    </message>
    <message>
      <source>Answers on the cable</source>
      <translation>线缆应答</translation>
    </message>
    <message>
      <source>Answers, readings, files and template are exactly what was signed.</source>
      <translation>回答、读数、文件和模板与签名时完全一致。</translation>
    </message>
    <message>
      <source>Any campaign</source>
      <translation>任何专项</translation>
    </message>
    <message>
      <source>Any cause</source>
      <translation>任何原因</translation>
    </message>
    <message>
      <source>Any finding</source>
      <translation>任何结论</translation>
    </message>
    <message>
      <source>Any seal</source>
      <translation>任何封存状态</translation>
    </message>
    <message>
      <source>Any state</source>
      <translation>任何状态</translation>
    </message>
    <message>
      <source>Any time</source>
      <translation>任何时间</translation>
    </message>
    <message>
      <source>Anybody</source>
      <translation>任何人</translation>
    </message>
    <message>
      <source>Arrow</source>
      <translation>箭头</translation>
    </message>
    <message>
      <source>Arrows read values, + and - or the wheel zoom.</source>
      <translation>方向键读数，+、- 或滚轮缩放。</translation>
    </message>
    <message>
      <source>As it was</source>
      <translation>恢复原样</translation>
    </message>
    <message>
      <source>As on your badge</source>
      <translation>与工牌一致</translation>
    </message>
    <message>
      <source>As the technician sees it</source>
      <translation>技术员看到的样子</translation>
    </message>
    <message>
      <source>Ask for a free address on the store's router, or set a fixed one.</source>
      <translation>在门店路由器申请空闲地址，或设置固定地址。</translation>
    </message>
    <message>
      <source>Ask for these ports when something that needs them is missing.</source>
      <translation>需要这些端口的功能缺失时再申请开通。</translation>
    </message>
    <message>
      <source>Ask what it is</source>
      <translation>询问这是什么</translation>
    </message>
    <message>
      <source>Asked</source>
      <translation>提问条件</translation>
    </message>
    <message>
      <source>Asked depending on</source>
      <translation>提问取决于</translation>
    </message>
    <message>
      <source>Asking who is there. It takes a second or two.</source>
      <translation>正在询问，需一两秒钟。</translation>
    </message>
    <message>
      <source>Asset tag</source>
      <translation>资产标签</translation>
    </message>
    <message>
      <source>Assign all {count} here</source>
      <translation>全部 {count} 台分配到此</translation>
    </message>
    <message>
      <source>Assign here</source>
      <translation>分配到此</translation>
    </message>
    <message>
      <source>Assign {serial} to this gateway</source>
      <translation>将 {serial} 分配到此网关</translation>
    </message>
    <message>
      <source>Assigned to gateway {serial}.</source>
      <translation>已分配到网关 {serial}。</translation>
    </message>
    <message>
      <source>Assigned to no gateway.</source>
      <translation>未分配网关。</translation>
    </message>
    <message>
      <source>At</source>
      <translation>完成于</translation>
    </message>
    <message>
      <source>At least</source>
      <translation>至少</translation>
    </message>
    <message>
      <source>At most</source>
      <translation>至多</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>返回</translation>
    </message>
    <message>
      <source>Back to the bench</source>
      <translation>返回工作台</translation>
    </message>
    <message>
      <source>Back to the bench; the draft is kept</source>
      <translation>返回工作台；草稿保留</translation>
    </message>
    <message>
      <source>Back to the columns</source>
      <translation>返回列设置</translation>
    </message>
    <message>
      <source>Back to the imports</source>
      <translation>返回导入列表</translation>
    </message>
    <message>
      <source>Battery of the module</source>
      <translation>模块电池</translation>
    </message>
    <message>
      <source>Battery or power</source>
      <translation>电池或电源</translation>
    </message>
    <message>
      <source>Before the next visit</source>
      <translation>下次到店之前</translation>
    </message>
    <message>
      <source>Beginning of this laptop's journal</source>
      <translation>本机日志的开始</translation>
    </message>
    <message>
      <source>Behind this gateway</source>
      <translation>此网关之下</translation>
    </message>
    <message>
      <source>Bench</source>
      <translation>工作台</translation>
    </message>
    <message>
      <source>Blade set replaced, turns freely</source>
      <translation>刀组已更换，转动自如</translation>
    </message>
    <message>
      <source>Blenders</source>
      <translation>搅拌机</translation>
    </message>
    <message>
      <source>Brew group, grinder and tray cleaned</source>
      <translation>冲泡组、磨豆机和托盘已清洁</translation>
    </message>
    <message>
      <source>Broken</source>
      <translation>已破坏</translation>
    </message>
    <message>
      <source>Broken: {where}</source>
      <translation>已破坏：{where}</translation>
    </message>
    <message>
      <source>By</source>
      <translation>人员</translation>
    </message>
    <message>
      <source>By gateway {gateway}.</source>
      <translation>由网关 {gateway} 报告。</translation>
    </message>
    <message>
      <source>Calibrated by test shots</source>
      <translation>已通过试杯校准</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>相机</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancelled. A file that was not whole was removed.</source>
      <translation>已取消。未写完的文件已删除。</translation>
    </message>
    <message>
      <source>Cancelled. What was sent is safe; the next sync goes on from there.</source>
      <translation>已取消。已发送的内容是安全的；下次同步从那里继续。</translation>
    </message>
    <message>
      <source>Cancelled. What was taken in stays; read the stick again for the rest.</source>
      <translation>已取消。已读入的内容会保留；再次读取U盘即可读入其余内容。</translation>
    </message>
    <message>
      <source>Cause</source>
      <translation>原因</translation>
    </message>
    <message>
      <source>Change its power supply.</source>
      <translation>请更换电源。</translation>
    </message>
    <message>
      <source>Change...</source>
      <translation>更改...</translation>
    </message>
    <message>
      <source>Changed, not published yet.</source>
      <translation>已修改，尚未发布。</translation>
    </message>
    <message>
      <source>Check address and firewall first.</source>
      <translation>请先检查地址和防火墙。</translation>
    </message>
    <message>
      <source>Check all seals</source>
      <translation>检查所有封存</translation>
    </message>
    <message>
      <source>Check the rows</source>
      <translation>检查各行</translation>
    </message>
    <message>
      <source>Checking</source>
      <translation>正在检查</translation>
    </message>
    <message>
      <source>Choice</source>
      <translation>选项</translation>
    </message>
    <message>
      <source>Choice about {about}</source>
      <translation>关于 {about} 的选择</translation>
    </message>
    <message>
      <source>Choose a file...</source>
      <translation>选择文件...</translation>
    </message>
    <message>
      <source>Choose a store</source>
      <translation>选择门店</translation>
    </message>
    <message>
      <source>Choose its store; it keeps its serial and its history begins now.</source>
      <translation>选择所属门店；序列号不变，历史从现在开始。</translation>
    </message>
    <message>
      <source>Choose where...</source>
      <translation>选择位置...</translation>
    </message>
    <message>
      <source>Circle</source>
      <translation>圆圈</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>清除</translation>
    </message>
    <message>
      <source>Clear search and filters</source>
      <translation>清除搜索和筛选</translation>
    </message>
    <message>
      <source>Clock</source>
      <translation>时钟</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Close together: {title}...</source>
      <translation>一起完成：{title}...</translation>
    </message>
    <message>
      <source>Closed</source>
      <translation>已关闭</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>代码</translation>
    </message>
    <message>
      <source>Code, as gateways hold it</source>
      <translation>代码（与网关中一致）</translation>
    </message>
    <message>
      <source>Coffee machines</source>
      <translation>咖啡机</translation>
    </message>
    <message>
      <source>Cold dispensers</source>
      <translation>冷饮机</translation>
    </message>
    <message>
      <source>Collecting...</source>
      <translation>正在收集...</translation>
    </message>
    <message>
      <source>Columns parted by</source>
      <translation>列分隔符</translation>
    </message>
    <message>
      <source>Compare this key with the one that its writer sees under Save to a stick: {key}</source>
      <translation>请将此密钥与写入者在“保存到U盘”中看到的密钥核对：{key}</translation>
    </message>
    <message>
      <source>Compare with...</source>
      <translation>与...比较</translation>
    </message>
    <message>
      <source>Connectivity failure</source>
      <translation>连接故障</translation>
    </message>
    <message>
      <source>Continue</source>
      <translation>继续</translation>
    </message>
    <message>
      <source>Continue inspection</source>
      <translation>继续检查</translation>
    </message>
    <message>
      <source>Continue: {draft}</source>
      <translation>继续：{draft}</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>已复制</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copy for support</source>
      <translation>复制给技术支持</translation>
    </message>
    <message>
      <source>Copy its SHA-256</source>
      <translation>复制 SHA-256</translation>
    </message>
    <message>
      <source>Correct its serial</source>
      <translation>更正序列号</translation>
    </message>
    <message>
      <source>Correct the serial</source>
      <translation>更正序列号</translation>
    </message>
    <message>
      <source>Correct the serial {serial}</source>
      <translation>更正序列号 {serial}</translation>
    </message>
    <message>
      <source>Counted</source>
      <translation>计数</translation>
    </message>
    <message>
      <source>Counted so many</source>
      <translation>盘点数量</translation>
    </message>
    <message>
      <source>Counter read: {value}.</source>
      <translation>读取计数器：{value}。</translation>
    </message>
    <message>
      <source>Ctrl+{digit}</source>
      <translation>Ctrl+{digit}</translation>
    </message>
    <message>
      <source>Decided; another choice turns it round</source>
      <translation>已决定；可另作选择</translation>
    </message>
    <message>
      <source>Deep clean and calibration</source>
      <translation>深度清洁与校准</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>设备</translation>
    </message>
    <message>
      <source>Devices</source>
      <translation>设备</translation>
    </message>
    <message>
      <source>Differs</source>
      <translation>不一致</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>放弃</translation>
    </message>
    <message>
      <source>Discard {serial}</source>
      <translation>放弃 {serial}</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>关闭提示</translation>
    </message>
    <message>
      <source>Do</source>
      <translation>操作</translation>
    </message>
    <message>
      <source>Does it work, and does it report?</source>
      <translation>能工作吗？有上报吗？</translation>
    </message>
    <message>
      <source>Does not hold</source>
      <translation>不成立</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>完成时间</translation>
    </message>
    <message>
      <source>Draft saved {time}</source>
      <translation>草稿已保存 {time}</translation>
    </message>
    <message>
      <source>Draw here, if you like</source>
      <translation>可在此手写签名</translation>
    </message>
    <message>
      <source>Draw where to look. The photo itself stays as it was.</source>
      <translation>标出要看的地方。原照片保持不变。</translation>
    </message>
    <message>
      <source>Draw your signature</source>
      <translation>手写签名</translation>
    </message>
    <message>
      <source>Draws this channel below the first one</source>
      <translation>在第一条曲线下方绘制此通道</translation>
    </message>
    <message>
      <source>Due</source>
      <translation>到期</translation>
    </message>
    <message>
      <source>Due about {likely} ({earliest_day} to {latest}).</source>
      <translation>约 {likely} 到期（{earliest_day} 至 {latest}）。</translation>
    </message>
    <message>
      <source>Due about {likely} ({earliest} or later).</source>
      <translation>约 {likely} 到期（{earliest} 或更晚）。</translation>
    </message>
    <message>
      <source>Due about {likely} ({earliest} to {latest}).</source>
      <translation>约 {likely} 到期（{earliest} 至 {latest}）。</translation>
    </message>
    <message>
      <source>Due about {likely}.</source>
      <translation>约 {likely} 到期。</translation>
    </message>
    <message>
      <source>Due at</source>
      <translation>应于</translation>
    </message>
    <message>
      <source>Due now</source>
      <translation>现已到期</translation>
    </message>
    <message>
      <source>Due or not</source>
      <translation>是否到期</translation>
    </message>
    <message>
      <source>Due or soon</source>
      <translation>已到期或即将到期</translation>
    </message>
    <message>
      <source>Each device gets a sealed inspection of its own.</source>
      <translation>每台设备都有一份各自封存的检查记录。</translation>
    </message>
    <message>
      <source>Edit its fields</source>
      <translation>编辑字段</translation>
    </message>
    <message>
      <source>Edit of a part</source>
      <translation>备件编辑</translation>
    </message>
    <message>
      <source>Edit of module {about}</source>
      <translation>模块 {about} 的编辑</translation>
    </message>
    <message>
      <source>Edit of {about}</source>
      <translation>{about} 的编辑</translation>
    </message>
    <message>
      <source>Edit {serial}</source>
      <translation>编辑 {serial}</translation>
    </message>
    <message>
      <source>Encoding</source>
      <translation>编码</translation>
    </message>
    <message>
      <source>End it</source>
      <translation>结束</translation>
    </message>
    <message>
      <source>End it here</source>
      <translation>在此终止</translation>
    </message>
    <message>
      <source>End it: {title}</source>
      <translation>结束：{title}</translation>
    </message>
    <message>
      <source>Ending after this step</source>
      <translation>完成此步后结束</translation>
    </message>
    <message>
      <source>English is shown</source>
      <translation>显示英文</translation>
    </message>
    <message>
      <source>Enlarge</source>
      <translation>放大</translation>
    </message>
    <message>
      <source>Enough</source>
      <translation>充足</translation>
    </message>
    <message>
      <source>Enter</source>
      <translation>回车</translation>
    </message>
    <message>
      <source>Enter whole numbers for how often and when to announce.</source>
      <translation>周期和提醒请填整数。</translation>
    </message>
    <message>
      <source>Equipment</source>
      <translation>设备</translation>
    </message>
    <message>
      <source>Esc</source>
      <translation>Esc</translation>
    </message>
    <message>
      <source>Every</source>
      <translation>每</translation>
    </message>
    <message>
      <source>Every {value}</source>
      <translation>每 {value}</translation>
    </message>
    <message>
      <source>Every, in {unit}</source>
      <translation>每（{unit}）</translation>
    </message>
    <message>
      <source>Everything is answered</source>
      <translation>已全部回答</translation>
    </message>
    <message>
      <source>Everything is on the hub</source>
      <translation>全部已在中心</translation>
    </message>
    <message>
      <source>Everything is on the hub.</source>
      <translation>全部已在中心。</translation>
    </message>
    <message>
      <source>Everything that is kept</source>
      <translation>保存的全部内容</translation>
    </message>
    <message>
      <source>Everything, not only what is new since the last time</source>
      <translation>全部内容，而不仅是上次以来的新内容</translation>
    </message>
    <message>
      <source>Exception for a device</source>
      <translation>单台设备的例外</translation>
    </message>
    <message>
      <source>Expected: {value}</source>
      <translation>应为：{value}</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message>
      <source>Export...</source>
      <translation>导出...</translation>
    </message>
    <message>
      <source>Fail</source>
      <translation>不合格</translation>
    </message>
    <message>
      <source>Fetch again</source>
      <translation>重新获取</translation>
    </message>
    <message>
      <source>Fetch log</source>
      <translation>获取日志</translation>
    </message>
    <message>
      <source>Fetched {time}</source>
      <translation>获取于 {time}</translation>
    </message>
    <message>
      <source>Fetching it...</source>
      <translation>正在读取...</translation>
    </message>
    <message>
      <source>Fetching the motor log</source>
      <translation>正在获取电机日志</translation>
    </message>
    <message>
      <source>Fetching what happened to it...</source>
      <translation>正在获取历史...</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>字段</translation>
    </message>
    <message>
      <source>Field of column {name}</source>
      <translation>列 {name} 的字段</translation>
    </message>
    <message>
      <source>File of {size} bytes</source>
      <translation>{size} 字节的文件</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>Files of the bundle</source>
      <translation>支持包中的文件</translation>
    </message>
    <message>
      <source>Find a store</source>
      <translation>查找门店</translation>
    </message>
    <message>
      <source>Firewall</source>
      <translation>防火墙</translation>
    </message>
    <message>
      <source>Firmware</source>
      <translation>固件</translation>
    </message>
    <message>
      <source>Firmware against the fleet</source>
      <translation>与同类固件对比</translation>
    </message>
    <message>
      <source>Firmware image</source>
      <translation>固件镜像</translation>
    </message>
    <message>
      <source>Firmware of {about}</source>
      <translation>{about} 的固件</translation>
    </message>
    <message>
      <source>Firmware update cancelled: it runs {before}.</source>
      <translation>固件更新已取消：运行 {before}。</translation>
    </message>
    <message>
      <source>Firmware update interrupted: it runs {before}.</source>
      <translation>固件更新中断：运行 {before}。</translation>
    </message>
    <message>
      <source>Firmware update refused by the module: it runs {before}.</source>
      <translation>模块拒绝更新：运行 {before}。</translation>
    </message>
    <message>
      <source>Firmware update tested and sent back: it runs {before}.</source>
      <translation>固件更新测试后退回：运行 {before}。</translation>
    </message>
    <message>
      <source>Firmware update without a known end.</source>
      <translation>固件更新结果未知。</translation>
    </message>
    <message>
      <source>Firmware update.</source>
      <translation>固件更新。</translation>
    </message>
    <message>
      <source>Firmware updated from {before} to {after}.</source>
      <translation>固件由 {before} 更新到 {after}。</translation>
    </message>
    <message>
      <source>Firmware {after} was installed already.</source>
      <translation>固件 {after} 已安装。</translation>
    </message>
    <message>
      <source>Firmware {firmware}.</source>
      <translation>固件 {firmware}。</translation>
    </message>
    <message>
      <source>First and last name</source>
      <translation>姓名</translation>
    </message>
    <message>
      <source>Fit another module</source>
      <translation>更换模块</translation>
    </message>
    <message>
      <source>Fit another module in {serial}</source>
      <translation>为 {serial} 更换模块</translation>
    </message>
    <message>
      <source>Fit it there</source>
      <translation>装到该设备</translation>
    </message>
    <message>
      <source>Fit the module</source>
      <translation>安装模块</translation>
    </message>
    <message>
      <source>Fitting of module {about}</source>
      <translation>模块 {about} 的安装</translation>
    </message>
    <message>
      <source>Flag</source>
      <translation>留意</translation>
    </message>
    <message>
      <source>Fleet</source>
      <translation>设备总览</translation>
    </message>
    <message>
      <source>Fleet and audit files (*.csv *.tsv *.txt *.xlsx *.json *.eva *.dts);;All files (*)</source>
      <translation>设备清单和审计文件 (*.csv *.tsv *.txt *.xlsx *.json *.eva *.dts);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Fleet.xlsx</source>
      <translation>设备清单.xlsx</translation>
    </message>
    <message>
      <source>Fleetdesk bundles (*.fleetdesk)</source>
      <translation>Fleetdesk 数据包 (*.fleetdesk)</translation>
    </message>
    <message>
      <source>Fleetdesk bundles (*.fleetdesk);;All files (*)</source>
      <translation>Fleetdesk 数据包 (*.fleetdesk);;所有文件 (*)</translation>
    </message>
    <message>
      <source>Fleetdesk made a mistake</source>
      <translation>Fleetdesk 出错了</translation>
    </message>
    <message>
      <source>Fleetdesk made a mistake.</source>
      <translation>Fleetdesk 出错了。</translation>
    </message>
    <message>
      <source>Fleetdesk works from this laptop, with or without a network. Begin with one of these.</source>
      <translation>Fleetdesk 在本机工作，有无网络均可。请从以下一项开始。</translation>
    </message>
    <message>
      <source>For a serial that was written down wrongly. History and uses stay with the device.</source>
      <translation>用于抄错的序列号。历史和使用次数仍属于该设备。</translation>
    </message>
    <message>
      <source>For one model...</source>
      <translation>针对一个型号...</translation>
    </message>
    <message>
      <source>Found</source>
      <translation>结论</translation>
    </message>
    <message>
      <source>Friday</source>
      <translation>星期五</translation>
    </message>
    <message>
      <source>From</source>
      <translation>从</translation>
    </message>
    <message>
      <source>From import {source}.</source>
      <translation>来自导入 {source}。</translation>
    </message>
    <message>
      <source>From the hub: {new} records were new, {files} files. It holds {held} records of yours.</source>
      <translation>来自中心：新记录 {new} 条，文件 {files} 个。中心保存了您的 {held} 条记录。</translation>
    </message>
    <message>
      <source>From {place}.</source>
      <translation>取自 {place}。</translation>
    </message>
    <message>
      <source>From {time} by the module's clock, fetched {fetched}</source>
      <translation>模块时钟 {time} 起，获取于 {fetched}</translation>
    </message>
    <message>
      <source>From {who}: {new} records were new, {known} were known, {files} new files.</source>
      <translation>来自 {who}：新记录 {new} 条，已有 {known} 条，新文件 {files} 个。</translation>
    </message>
    <message>
      <source>Gateway</source>
      <translation>网关</translation>
    </message>
    <message>
      <source>Gateway down</source>
      <translation>网关离线</translation>
    </message>
    <message>
      <source>Gateway of {about}</source>
      <translation>{about} 的网关</translation>
    </message>
    <message>
      <source>Gateways</source>
      <translation>网关</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>继续</translation>
    </message>
    <message>
      <source>Going back to the old firmware</source>
      <translation>正在恢复旧固件</translation>
    </message>
    <message>
      <source>Have TCP port {port} opened: it reports through it.</source>
      <translation>请开通 TCP 端口 {port}：通过它上报。</translation>
    </message>
    <message>
      <source>Have UDP port 123 opened, or set its clock.</source>
      <translation>请开通 UDP 端口 123，或设置时钟。</translation>
    </message>
    <message>
      <source>Header in row</source>
      <translation>标题所在行</translation>
    </message>
    <message>
      <source>Healthy</source>
      <translation>正常</translation>
    </message>
    <message>
      <source>History</source>
      <translation>历史</translation>
    </message>
    <message>
      <source>Holds now</source>
      <translation>现在成立</translation>
    </message>
    <message>
      <source>Housing and module cover</source>
      <translation>外壳与模块盖</translation>
    </message>
    <message>
      <source>Housing and module cover are whole.</source>
      <translation>外壳与模块盖完好。</translation>
    </message>
    <message>
      <source>Housing or module cover is damaged.</source>
      <translation>外壳或模块盖损坏。</translation>
    </message>
    <message>
      <source>How many</source>
      <translation>数量</translation>
    </message>
    <message>
      <source>Hub reachable</source>
      <translation>中心可达</translation>
    </message>
    <message>
      <source>Ice machines</source>
      <translation>制冰机</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>导入</translation>
    </message>
    <message>
      <source>Import a fleet</source>
      <translation>导入设备清单</translation>
    </message>
    <message>
      <source>Import a fleet or an audit file</source>
      <translation>导入设备清单或审计文件</translation>
    </message>
    <message>
      <source>Import an audit file</source>
      <translation>导入审计文件</translation>
    </message>
    <message>
      <source>Import your fleet, or plug a device in: what is due stands here by store.</source>
      <translation>导入设备清单或接上设备：到期项目按门店显示在此。</translation>
    </message>
    <message>
      <source>Import {rows} rows</source>
      <translation>导入 {rows} 行</translation>
    </message>
    <message>
      <source>Import...</source>
      <translation>导入...</translation>
    </message>
    <message>
      <source>Importing</source>
      <translation>正在导入</translation>
    </message>
    <message>
      <source>Importing...</source>
      <translation>正在导入...</translation>
    </message>
    <message>
      <source>Imports</source>
      <translation>导入记录</translation>
    </message>
    <message>
      <source>In Chinese</source>
      <translation>中文</translation>
    </message>
    <message>
      <source>In Spanish</source>
      <translation>西班牙文</translation>
    </message>
    <message>
      <source>In bounds</source>
      <translation>在范围内</translation>
    </message>
    <message>
      <source>In service</source>
      <translation>使用中</translation>
    </message>
    <message>
      <source>In the registry</source>
      <translation>登记信息</translation>
    </message>
    <message>
      <source>Inspect all offline blenders</source>
      <translation>检查所有离线搅拌机</translation>
    </message>
    <message>
      <source>Inspected.</source>
      <translation>已检查。</translation>
    </message>
    <message>
      <source>Inspected: connectivity failure, cause {cause}.</source>
      <translation>检查结论：连接故障，原因 {cause}。</translation>
    </message>
    <message>
      <source>Inspected: healthy.</source>
      <translation>检查结论：正常。</translation>
    </message>
    <message>
      <source>Inspected: mechanical failure.</source>
      <translation>检查结论：机械故障。</translation>
    </message>
    <message>
      <source>Inspection</source>
      <translation>检查</translation>
    </message>
    <message>
      <source>Inspection of {about}</source>
      <translation>{about} 的检查</translation>
    </message>
    <message>
      <source>Inspection templates</source>
      <translation>检查模板</translation>
    </message>
    <message>
      <source>Inspections</source>
      <translation>检查记录</translation>
    </message>
    <message>
      <source>Inspections are signed with it. It stays on this laptop and travels with your work to the hub.</source>
      <translation>检查记录以此签名。它保存在本机，并随工作同步到中心。</translation>
    </message>
    <message>
      <source>Inspections.xlsx</source>
      <translation>检查记录.xlsx</translation>
    </message>
    <message>
      <source>Install it: pip install 'fleetdesk[camera]'. A photo from a file works without it.</source>
      <translation>请安装：pip install 'fleetdesk[camera]'。没有它也可从文件添加照片。</translation>
    </message>
    <message>
      <source>Is it retired, or in use?</source>
      <translation>它已报废，还是在用？</translation>
    </message>
    <message>
      <source>Is my work safe?</source>
      <translation>我的工作安全吗？</translation>
    </message>
    <message>
      <source>It answers on the cable.</source>
      <translation>线缆上有应答。</translation>
    </message>
    <message>
      <source>It appears here within two seconds, with its history and what is due. Nothing is written to it.</source>
      <translation>两秒内显示在这里，包括历史和到期保养。不会写入任何内容。</translation>
    </message>
    <message>
      <source>It begins with https://, as your team leader gave it to you.</source>
      <translation>以 https:// 开头，由团队负责人提供。</translation>
    </message>
    <message>
      <source>It came after the last sync, {at}.</source>
      <translation>它在上次同步（{at}）之后产生。</translation>
    </message>
    <message>
      <source>It counted few jams and faults.</source>
      <translation>卡阻和故障次数少。</translation>
    </message>
    <message>
      <source>It counted many jams or cycles that ended in a fault.</source>
      <translation>卡阻或故障结束的次数多。</translation>
    </message>
    <message>
      <source>It does not answer on the cable.</source>
      <translation>线缆上无应答。</translation>
    </message>
    <message>
      <source>It holds for {count} devices. </source>
      <translation>适用于 {count} 台设备。</translation>
    </message>
    <message>
      <source>It is being sent.</source>
      <translation>正在发送。</translation>
    </message>
    <message>
      <source>It is done</source>
      <translation>已完成</translation>
    </message>
    <message>
      <source>It is in use</source>
      <translation>它在用</translation>
    </message>
    <message>
      <source>It is kept as it stands; nothing is corrected silently.</source>
      <translation>原样保留；不会悄悄更正。</translation>
    </message>
    <message>
      <source>It is not needed</source>
      <translation>不需要了</translation>
    </message>
    <message>
      <source>It is retired</source>
      <translation>它已报废</translation>
    </message>
    <message>
      <source>It is the same: read it</source>
      <translation>一致：读取</translation>
    </message>
    <message>
      <source>It is {device}</source>
      <translation>它是 {device}</translation>
    </message>
    <message>
      <source>It restarted as usual.</source>
      <translation>重启情况正常。</translation>
    </message>
    <message>
      <source>It restarted for low supply.</source>
      <translation>曾因欠压重启。</translation>
    </message>
    <message>
      <source>It seems to work and does not report.</source>
      <translation>似乎能工作但不上报。</translation>
    </message>
    <message>
      <source>It showed {value} uses.</source>
      <translation>显示 {value} 次使用。</translation>
    </message>
    <message>
      <source>It stays in the time line of {serial}.</source>
      <translation>会保留在 {serial} 的时间线中。</translation>
    </message>
    <message>
      <source>It stays on the list until then. The first one stands at {uses} {unit}, {most} at most.</source>
      <translation>在此之前仍在列表中。第一台为 {uses} {unit}，最多 {most}。</translation>
    </message>
    <message>
      <source>It takes back what this import brought and nobody changed since. What was changed, serviced or inspected afterwards stays and is named.</source>
      <translation>撤回此次导入带来且之后无人更改的内容。之后被更改、保养或检查过的保留并列出。</translation>
    </message>
    <message>
      <source>Its battery is good.</source>
      <translation>电池良好。</translation>
    </message>
    <message>
      <source>Its battery is low.</source>
      <translation>电池电量低。</translation>
    </message>
    <message>
      <source>Its counter was not read.</source>
      <translation>未读取计数器。</translation>
    </message>
    <message>
      <source>Its firmware is one that falls silent more often than others.</source>
      <translation>其固件比其他版本更常失联。</translation>
    </message>
    <message>
      <source>Its firmware runs on units that report.</source>
      <translation>其固件在正常上报的设备上运行。</translation>
    </message>
    <message>
      <source>Its gateway</source>
      <translation>所属网关</translation>
    </message>
    <message>
      <source>Its gateway has not heard it for long.</source>
      <translation>网关很久没有收到它。</translation>
    </message>
    <message>
      <source>Its gateway hears it now and then, weakly.</source>
      <translation>网关偶尔收到，信号弱。</translation>
    </message>
    <message>
      <source>Its gateway hears it well.</source>
      <translation>网关接收良好。</translation>
    </message>
    <message>
      <source>Its gateway is down.</source>
      <translation>其网关离线。</translation>
    </message>
    <message>
      <source>Its gateway reports.</source>
      <translation>其网关正常上报。</translation>
    </message>
    <message>
      <source>Its neighbours on the gateway report.</source>
      <translation>同网关的邻居正常上报。</translation>
    </message>
    <message>
      <source>Its radio hears nothing at all.</source>
      <translation>其无线完全收不到信号。</translation>
    </message>
    <message>
      <source>Its state is unknown at its gateway.</source>
      <translation>网关不知其状态。</translation>
    </message>
    <message>
      <source>Its watchdog restarted it.</source>
      <translation>曾被看门狗重启。</translation>
    </message>
    <message>
      <source>Its waveform was fetched {time}.</source>
      <translation>波形获取于 {time}。</translation>
    </message>
    <message>
      <source>Jams and faults counted</source>
      <translation>卡阻与故障计数</translation>
    </message>
    <message>
      <source>Join</source>
      <translation>加入</translation>
    </message>
    <message>
      <source>Join a hub</source>
      <translation>加入中心</translation>
    </message>
    <message>
      <source>Joining...</source>
      <translation>正在加入...</translation>
    </message>
    <message>
      <source>Judgement</source>
      <translation>判断</translation>
    </message>
    <message>
      <source>Judgement of a reading of {about}</source>
      <translation>对 {about} 读数的判断</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>保留</translation>
    </message>
    <message>
      <source>Keep marked copy</source>
      <translation>保存标注副本</translation>
    </message>
    <message>
      <source>Keep this</source>
      <translation>保存</translation>
    </message>
    <message>
      <source>Keeping the new firmware</source>
      <translation>正在确认新固件</translation>
    </message>
    <message>
      <source>Kept and needed</source>
      <translation>备存与需求</translation>
    </message>
    <message>
      <source>Kept at least</source>
      <translation>最低备存</translation>
    </message>
    <message>
      <source>L    As last time: {answer}</source>
      <translation>L    与上次相同：{answer}</translation>
    </message>
    <message>
      <source>Labels with QR codes...</source>
      <translation>二维码标签...</translation>
    </message>
    <message>
      <source>Labels.pdf</source>
      <translation>标签.pdf</translation>
    </message>
    <message>
      <source>Language of the preview</source>
      <translation>预览语言</translation>
    </message>
    <message>
      <source>Last 12 months</source>
      <translation>最近 12 个月</translation>
    </message>
    <message>
      <source>Last 30 days</source>
      <translation>最近 30 天</translation>
    </message>
    <message>
      <source>Last 7 days</source>
      <translation>最近 7 天</translation>
    </message>
    <message>
      <source>Last 90 days</source>
      <translation>最近 90 天</translation>
    </message>
    <message>
      <source>Last inspection</source>
      <translation>上次检查</translation>
    </message>
    <message>
      <source>Last on a cable</source>
      <translation>上次接线</translation>
    </message>
    <message>
      <source>Last seen</source>
      <translation>最后出现</translation>
    </message>
    <message>
      <source>Last synced {at}.</source>
      <translation>上次同步：{at}。</translation>
    </message>
    <message>
      <source>Last {count} min</source>
      <translation>最近 {count} 分钟</translation>
    </message>
    <message>
      <source>Last {seconds} s</source>
      <translation>最近 {seconds} 秒</translation>
    </message>
    <message>
      <source>Late</source>
      <translation>超期</translation>
    </message>
    <message>
      <source>Leave a row out</source>
      <translation>忽略一行</translation>
    </message>
    <message>
      <source>Leave row {row} out</source>
      <translation>忽略第 {row} 行</translation>
    </message>
    <message>
      <source>Left out by you: row {rows}.</source>
      <translation>您已忽略：第 {rows} 行。</translation>
    </message>
    <message>
      <source>Let the hub prove it</source>
      <translation>让中心证明</translation>
    </message>
    <message>
      <source>Let the motor run under load for two seconds or more, then let go.</source>
      <translation>让电机带载运行两秒以上，然后松开。</translation>
    </message>
    <message>
      <source>Line</source>
      <translation>线条</translation>
    </message>
    <message>
      <source>Line purge and sanitising</source>
      <translation>管路冲洗消毒</translation>
    </message>
    <message>
      <source>Line purged and sanitised</source>
      <translation>管路已冲洗消毒</translation>
    </message>
    <message>
      <source>Live values</source>
      <translation>实时数值</translation>
    </message>
    <message>
      <source>Loading the sample...</source>
      <translation>正在载入示例...</translation>
    </message>
    <message>
      <source>Look at housing, seal and module cover.</source>
      <translation>查看外壳、密封和模块盖。</translation>
    </message>
    <message>
      <source>Look at it, draw on it, remove it</source>
      <translation>查看、标注或移除</translation>
    </message>
    <message>
      <source>Look at the sample</source>
      <translation>查看示例</translation>
    </message>
    <message>
      <source>Looking at every seal...</source>
      <translation>正在检查每个封存...</translation>
    </message>
    <message>
      <source>Looking at the bundle</source>
      <translation>正在检查数据包</translation>
    </message>
    <message>
      <source>Looking at {port}</source>
      <translation>正在查看 {port}</translation>
    </message>
    <message>
      <source>Looking at {port}...</source>
      <translation>正在查看 {port}...</translation>
    </message>
    <message>
      <source>Looking what it is</source>
      <translation>正在识别</translation>
    </message>
    <message>
      <source>Made at, in the store's time</source>
      <translation>制作时间（门店当地时间）</translation>
    </message>
    <message>
      <source>Maintenance</source>
      <translation>保养</translation>
    </message>
    <message>
      <source>Maintenance plans</source>
      <translation>保养计划</translation>
    </message>
    <message>
      <source>Make them one unit</source>
      <translation>合并为一台</translation>
    </message>
    <message>
      <source>Make them two units</source>
      <translation>分为两台</translation>
    </message>
    <message>
      <source>Manager</source>
      <translation>经理</translation>
    </message>
    <message>
      <source>Mark the stores that are yours: they come first, and the figures are theirs.</source>
      <translation>标记您负责的门店：它们排在前面，数字也只算它们。</translation>
    </message>
    <message>
      <source>Mechanical failure</source>
      <translation>机械故障</translation>
    </message>
    <message>
      <source>Merging of {about}</source>
      <translation>{about} 的合并</translation>
    </message>
    <message>
      <source>Milk dispensers</source>
      <translation>奶机</translation>
    </message>
    <message>
      <source>Mine</source>
      <translation>我的</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>型号</translation>
    </message>
    <message>
      <source>Module</source>
      <translation>模块</translation>
    </message>
    <message>
      <source>Module damaged</source>
      <translation>模块损坏</translation>
    </message>
    <message>
      <source>Module restarted.</source>
      <translation>模块已重启。</translation>
    </message>
    <message>
      <source>Module {about} cannot be in two devices</source>
      <translation>模块 {about} 不可能同时在两台设备里</translation>
    </message>
    <message>
      <source>Module {module} counts for {device} now.</source>
      <translation>模块 {module} 现为 {device} 计数。</translation>
    </message>
    <message>
      <source>Module {module} counts for {device} now; {old} was taken out.</source>
      <translation>模块 {module} 现为 {device} 计数；{old} 已拆下。</translation>
    </message>
    <message>
      <source>Module {serial} fitted.</source>
      <translation>已安装模块 {serial}。</translation>
    </message>
    <message>
      <source>Module {serial} known.</source>
      <translation>已登记模块 {serial}。</translation>
    </message>
    <message>
      <source>Module {serial} removed.</source>
      <translation>已拆下模块 {serial}。</translation>
    </message>
    <message>
      <source>Module's serial corrected to {serial}.</source>
      <translation>模块序列号更正为 {serial}。</translation>
    </message>
    <message>
      <source>Monday</source>
      <translation>星期一</translation>
    </message>
    <message>
      <source>Most neighbours on its gateway are silent too.</source>
      <translation>同网关的多数邻居也失联。</translation>
    </message>
    <message>
      <source>Motor current</source>
      <translation>电机电流</translation>
    </message>
    <message>
      <source>Motor inspection and blade replacement</source>
      <translation>电机检查与刀组更换</translation>
    </message>
    <message>
      <source>Motor log</source>
      <translation>电机日志</translation>
    </message>
    <message>
      <source>Motor log of the module</source>
      <translation>模块的电机日志</translation>
    </message>
    <message>
      <source>Motor starts at once and runs evenly</source>
      <translation>电机即刻启动，运转平稳</translation>
    </message>
    <message>
      <source>Motor temperature</source>
      <translation>电机温度</translation>
    </message>
    <message>
      <source>Motor test</source>
      <translation>电机测试</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>移动</translation>
    </message>
    <message>
      <source>Move down</source>
      <translation>下移</translation>
    </message>
    <message>
      <source>Move it nearer to the access point, or wire it.</source>
      <translation>靠近接入点，或改用有线。</translation>
    </message>
    <message>
      <source>Move or count</source>
      <translation>移动或盘点</translation>
    </message>
    <message>
      <source>Move up</source>
      <translation>上移</translation>
    </message>
    <message>
      <source>Movement of parts</source>
      <translation>备件移动</translation>
    </message>
    <message>
      <source>Must be answered</source>
      <translation>必须回答</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>Name and staff number</source>
      <translation>姓名和工号</translation>
    </message>
    <message>
      <source>Neighbours on the same gateway</source>
      <translation>同网关的邻居</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>网络</translation>
    </message>
    <message>
      <source>Network and uplink</source>
      <translation>网络与上行</translation>
    </message>
    <message>
      <source>Never reported upstream</source>
      <translation>从未上报</translation>
    </message>
    <message>
      <source>New question</source>
      <translation>新问题</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>下一步</translation>
    </message>
    <message>
      <source>Next visit</source>
      <translation>下次到店</translation>
    </message>
    <message>
      <source>Next: {ask} {minutes} min.</source>
      <translation>下一步：{ask} {minutes} 分钟。</translation>
    </message>
    <message>
      <source>No cable at hand, or a port on another machine? Add its address:</source>
      <translation>手边没有线缆，或端口在另一台机器上？输入地址：</translation>
    </message>
    <message>
      <source>No camera is connected.</source>
      <translation>没有连接相机。</translation>
    </message>
    <message>
      <source>No date yet: how often it is used shows from a second reading on.</source>
      <translation>尚无日期：有第二次读数后才能知道使用频率。</translation>
    </message>
    <message>
      <source>No date yet: its readings lie too close together to show how often it is used.</source>
      <translation>尚无日期：读数间隔太近，看不出使用频率。</translation>
    </message>
    <message>
      <source>No date: by its opening hours the store has no open day.</source>
      <translation>无日期：按营业时间该门店没有营业日。</translation>
    </message>
    <message>
      <source>No date: its newest reading, of {read}, is over a year old.</source>
      <translation>无日期：最近读数 {read} 已超过一年。</translation>
    </message>
    <message>
      <source>No date: its newest reading, of {read}, lies ahead of this laptop's clock.</source>
      <translation>无日期：最近读数 {read} 晚于本机时钟。</translation>
    </message>
    <message>
      <source>No date: no use was counted between its readings.</source>
      <translation>无日期：两次读数之间没有使用。</translation>
    </message>
    <message>
      <source>No device matches</source>
      <translation>没有匹配的设备</translation>
    </message>
    <message>
      <source>No device, or more than one, carries {code}.</source>
      <translation>没有设备或有多台设备带有 {code}。</translation>
    </message>
    <message>
      <source>No hub</source>
      <translation>无中心</translation>
    </message>
    <message>
      <source>No hub in reach</source>
      <translation>无法连接中心</translation>
    </message>
    <message>
      <source>No hub is joined: your work is on this laptop, and only there.</source>
      <translation>未加入中心：您的工作只保存在本机。</translation>
    </message>
    <message>
      <source>No hub since {time}</source>
      <translation>自 {time} 起无中心</translation>
    </message>
    <message>
      <source>No hub was joined yet.</source>
      <translation>尚未加入中心。</translation>
    </message>
    <message>
      <source>No hub yet</source>
      <translation>还没有中心</translation>
    </message>
    <message>
      <source>No hub: work stays on this laptop</source>
      <translation>无中心：工作保存在本机</translation>
    </message>
    <message>
      <source>No inspection waits to be finished.</source>
      <translation>没有待完成的检查。</translation>
    </message>
    <message>
      <source>No inspection yet</source>
      <translation>还没有检查</translation>
    </message>
    <message>
      <source>No leak at pumps and hoses</source>
      <translation>泵和软管无泄漏</translation>
    </message>
    <message>
      <source>No maintenance plan counts this equipment.</source>
      <translation>没有保养计划针对此设备计数。</translation>
    </message>
    <message>
      <source>No plan yet</source>
      <translation>尚无计划</translation>
    </message>
    <message>
      <source>No program here shows PDF files. Save it, and print it elsewhere.</source>
      <translation>这台电脑没有能显示 PDF 的程序。请保存后在别处打印。</translation>
    </message>
    <message>
      <source>No reading yet, so nobody knows: {serials}</source>
      <translation>尚无读数，无从得知：{serials}</translation>
    </message>
    <message>
      <source>No reading yet.</source>
      <translation>尚无读数。</translation>
    </message>
    <message>
      <source>No reading yet: plug it in to know.</source>
      <translation>尚无读数：接线即可得知。</translation>
    </message>
    <message>
      <source>No row is refused.</source>
      <translation>没有行被拒绝。</translation>
    </message>
    <message>
      <source>No run seen</source>
      <translation>未检测到运行</translation>
    </message>
    <message>
      <source>No run was seen. Start the motor for two seconds or more.</source>
      <translation>未检测到运行。请启动电机两秒以上。</translation>
    </message>
    <message>
      <source>No serial is known: the source names none.</source>
      <translation>序列号未知：来源未提供。</translation>
    </message>
    <message>
      <source>No service is due here before the next visit; open work stands below.</source>
      <translation>下次到访前这里没有到期的保养；未完成的工作见下方。</translation>
    </message>
    <message>
      <source>No service is due.</source>
      <translation>没有保养到期。</translation>
    </message>
    <message>
      <source>No spare is needed yet</source>
      <translation>暂不需要备件</translation>
    </message>
    <message>
      <source>No state reported.</source>
      <translation>未上报状态。</translation>
    </message>
    <message>
      <source>No store has work.</source>
      <translation>没有门店有工作。</translation>
    </message>
    <message>
      <source>No store yet</source>
      <translation>尚无门店</translation>
    </message>
    <message>
      <source>No supplier is named for it: enter one on the page Spares.</source>
      <translation>尚未指定供应商：请在“备件”页面填写。</translation>
    </message>
    <message>
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <source>None belongs now.</source>
      <translation>目前没有符合的设备。</translation>
    </message>
    <message>
      <source>None lies anywhere.</source>
      <translation>任何地方都没有。</translation>
    </message>
    <message>
      <source>Not applicable</source>
      <translation>不适用</translation>
    </message>
    <message>
      <source>Not as registered</source>
      <translation>与登记不符</translation>
    </message>
    <message>
      <source>Not counted: {why} ({at}).</source>
      <translation>未计入：{why}（{at}）。</translation>
    </message>
    <message>
      <source>Not done</source>
      <translation>不做</translation>
    </message>
    <message>
      <source>Not due within two years.</source>
      <translation>两年内不到期。</translation>
    </message>
    <message>
      <source>Not mine</source>
      <translation>不是我的</translation>
    </message>
    <message>
      <source>Not now</source>
      <translation>暂不</translation>
    </message>
    <message>
      <source>Not on this laptop, so nobody looked: {files}.</source>
      <translation>不在这台电脑上，因此未检查：{files}。</translation>
    </message>
    <message>
      <source>Not registered</source>
      <translation>未登记</translation>
    </message>
    <message>
      <source>Not reported</source>
      <translation>未上报</translation>
    </message>
    <message>
      <source>Not shown. Type to set a new one.</source>
      <translation>不显示。输入以设置新值。</translation>
    </message>
    <message>
      <source>Not the same unit after all</source>
      <translation>其实不是同一台</translation>
    </message>
    <message>
      <source>Not the same unit as {serial}</source>
      <translation>与 {serial} 不是同一台</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>Note it; twice a week is a defect.</source>
      <translation>记下来；一周两次即为缺陷。</translation>
    </message>
    <message>
      <source>Note, if any</source>
      <translation>备注（可选）</translation>
    </message>
    <message>
      <source>Noted</source>
      <translation>已记录</translation>
    </message>
    <message>
      <source>Notes</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>Nothing due</source>
      <translation>无到期</translation>
    </message>
    <message>
      <source>Nothing fits this search and these filters together.</source>
      <translation>没有内容同时符合这个搜索和这些筛选条件。</translation>
    </message>
    <message>
      <source>Nothing has been recorded about this device yet.</source>
      <translation>此设备尚无任何记录。</translation>
    </message>
    <message>
      <source>Nothing in the fleet fits this search and these filters together.</source>
      <translation>没有设备同时符合搜索和筛选条件。</translation>
    </message>
    <message>
      <source>Nothing is changed.</source>
      <translation>没有改动。</translation>
    </message>
    <message>
      <source>Nothing is due</source>
      <translation>无到期工作</translation>
    </message>
    <message>
      <source>Nothing is due here before the next visit.</source>
      <translation>下次到店之前此处无到期工作。</translation>
    </message>
    <message>
      <source>Nothing is due yet; {soon}</source>
      <translation>尚无到期；{soon}</translation>
    </message>
    <message>
      <source>Nothing is due.</source>
      <translation>无到期。</translation>
    </message>
    <message>
      <source>Nothing is known of it yet.</source>
      <translation>尚无任何信息。</translation>
    </message>
    <message>
      <source>Nothing is ordered. What an inspection leaves to do stands here until it is done.</source>
      <translation>没有工单。检查后仍需处理的事项会显示在这里，直到完成。</translation>
    </message>
    <message>
      <source>Nothing matches</source>
      <translation>没有匹配项</translation>
    </message>
    <message>
      <source>Nothing of {name} was changed.</source>
      <translation>{name} 没有更改。</translation>
    </message>
    <message>
      <source>Nothing on the cable</source>
      <translation>线缆上没有设备</translation>
    </message>
    <message>
      <source>Nothing runs out.</source>
      <translation>没有短缺。</translation>
    </message>
    <message>
      <source>Nothing speaks for it yet.</source>
      <translation>尚无支持的依据。</translation>
    </message>
    <message>
      <source>Nothing to import</source>
      <translation>无可导入内容</translation>
    </message>
    <message>
      <source>Nothing to write</source>
      <translation>无可写入内容</translation>
    </message>
    <message>
      <source>Nothing waits today.</source>
      <translation>今天没有待办。</translation>
    </message>
    <message>
      <source>Nothing was imported yet.</source>
      <translation>尚未导入。</translation>
    </message>
    <message>
      <source>Nothing was moved yet.</source>
      <translation>尚无移动。</translation>
    </message>
    <message>
      <source>Number with limits</source>
      <translation>带限值的数字</translation>
    </message>
    <message>
      <source>Offline</source>
      <translation>离线</translation>
    </message>
    <message>
      <source>Offline upstream</source>
      <translation>上游显示离线</translation>
    </message>
    <message>
      <source>On the cable.</source>
      <translation>通过线缆。</translation>
    </message>
    <message>
      <source>On this laptop</source>
      <translation>在这台电脑上</translation>
    </message>
    <message>
      <source>On time</source>
      <translation>按时</translation>
    </message>
    <message>
      <source>One file for whoever helps: log, recorded sessions, versions, ports, the state of the data folder. Passwords, tokens and keys are left out. Nothing is sent; look at it, then save it.</source>
      <translation>供技术支持使用的一个文件：日志、记录的会话、版本、端口、数据文件夹状态。不含密码、令牌和密钥。不会发送；请先查看再保存。</translation>
    </message>
    <message>
      <source>Online</source>
      <translation>在线</translation>
    </message>
    <message>
      <source>Online at its gateway</source>
      <translation>在其网关上在线</translation>
    </message>
    <message>
      <source>Online upstream</source>
      <translation>上游显示在线</translation>
    </message>
    <message>
      <source>Only its beginning is shown.</source>
      <translation>仅显示开头部分。</translation>
    </message>
    <message>
      <source>Only on this laptop</source>
      <translation>只在这台电脑上</translation>
    </message>
    <message>
      <source>Only on this laptop: records {records}, files {files}.</source>
      <translation>只在这台电脑上：记录 {records}，文件 {files}。</translation>
    </message>
    <message>
      <source>Only what differs</source>
      <translation>只看不同之处</translation>
    </message>
    <message>
      <source>Only what is in service counts in uptime. Spares, retired and test units are never due.</source>
      <translation>只有使用中的设备计入在线率。备机、报废和测试设备不会到期。</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>营业</translation>
    </message>
    <message>
      <source>Open the Sync page</source>
      <translation>打开同步页</translation>
    </message>
    <message>
      <source>Open the folder</source>
      <translation>打开文件夹</translation>
    </message>
    <message>
      <source>Open to print</source>
      <translation>打开以打印</translation>
    </message>
    <message>
      <source>Open work</source>
      <translation>未完成的工作</translation>
    </message>
    <message>
      <source>Opening hours</source>
      <translation>营业时间</translation>
    </message>
    <message>
      <source>Opening hours decide when work is quiet; the time zone decides what the clock says there.</source>
      <translation>营业时间决定何时空闲；时区决定当地时刻。</translation>
    </message>
    <message>
      <source>Or is it a new module in a device that is here? Its uses go on from there.</source>
      <translation>或者它是已登记设备中的新模块？使用次数从那里继续。</translation>
    </message>
    <message>
      <source>Order it</source>
      <translation>下单</translation>
    </message>
    <message>
      <source>Order list...</source>
      <translation>订购清单...</translation>
    </message>
    <message>
      <source>Order these {n}</source>
      <translation>下单这 {n} 项</translation>
    </message>
    <message>
      <source>Order.xlsx</source>
      <translation>订购清单.xlsx</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>其他</translation>
    </message>
    <message>
      <source>Other answers</source>
      <translation>其他回答</translation>
    </message>
    <message>
      <source>Other stores</source>
      <translation>其他门店</translation>
    </message>
    <message>
      <source>Out of radio range</source>
      <translation>超出无线范围</translation>
    </message>
    <message>
      <source>Over the limit</source>
      <translation>超限</translation>
    </message>
    <message>
      <source>Owed</source>
      <translation>待送</translation>
    </message>
    <message>
      <source>Owed to the hub</source>
      <translation>待送中心</translation>
    </message>
    <message>
      <source>P    Add photo</source>
      <translation>P    添加照片</translation>
    </message>
    <message>
      <source>PDF (*.pdf)</source>
      <translation>PDF (*.pdf)</translation>
    </message>
    <message>
      <source>Pack: {parts}</source>
      <translation>携带：{parts}</translation>
    </message>
    <message>
      <source>Part</source>
      <translation>备件</translation>
    </message>
    <message>
      <source>Part used: {count} {part}.</source>
      <translation>使用备件：{count} {part}。</translation>
    </message>
    <message>
      <source>Parts</source>
      <translation>备件</translation>
    </message>
    <message>
      <source>Parts by place, and spare devices by category. What a signed service took is counted by itself.</source>
      <translation>按地点的备件和按类别的备机。已签名保养用掉的会自动计入。</translation>
    </message>
    <message>
      <source>Parts, with commas between</source>
      <translation>备件（用逗号分隔）</translation>
    </message>
    <message>
      <source>Pass</source>
      <translation>合格</translation>
    </message>
    <message>
      <source>Pass or fail</source>
      <translation>合格与否</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>暂停</translation>
    </message>
    <message>
      <source>Performed now</source>
      <translation>现在完成</translation>
    </message>
    <message>
      <source>Perhaps before it</source>
      <translation>可能在此之前</translation>
    </message>
    <message>
      <source>Photo</source>
      <translation>照片</translation>
    </message>
    <message>
      <source>Photo owed: {title}</source>
      <translation>待补照片：{title}</translation>
    </message>
    <message>
      <source>Photo when it fails</source>
      <translation>不合格时拍照</translation>
    </message>
    <message>
      <source>Photo {number} of {title}</source>
      <translation>{title} 的照片 {number}</translation>
    </message>
    <message>
      <source>Photo: {title}</source>
      <translation>照片：{title}</translation>
    </message>
    <message>
      <source>Photos</source>
      <translation>照片</translation>
    </message>
    <message>
      <source>Photos still owed when it was signed: {items}</source>
      <translation>签名时仍欠的照片：{items}</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>图片</translation>
    </message>
    <message>
      <source>Picture: {about}</source>
      <translation>图示：{about}</translation>
    </message>
    <message>
      <source>Plan the visit to {store}</source>
      <translation>计划前往 {store}</translation>
    </message>
    <message>
      <source>Plan {about}</source>
      <translation>计划 {about}</translation>
    </message>
    <message>
      <source>Planned</source>
      <translation>筹备中</translation>
    </message>
    <message>
      <source>Plans</source>
      <translation>计划</translation>
    </message>
    <message>
      <source>Plug a device in on the Bench and inspect it: what was found and signed stands here, also offline.</source>
      <translation>在工作台连接设备并检查：发现并签名的内容都会在这里，离线也一样。</translation>
    </message>
    <message>
      <source>Plug in a module or a gateway</source>
      <translation>接上模块或网关</translation>
    </message>
    <message>
      <source>Plug one in, or add a photo that a phone has taken from its file.</source>
      <translation>请接上相机，或从文件添加手机拍的照片。</translation>
    </message>
    <message>
      <source>Plug the module in.</source>
      <translation>接上模块。</translation>
    </message>
    <message>
      <source>Plug the module in: it counts its restarts.</source>
      <translation>接上模块：它记录重启次数。</translation>
    </message>
    <message>
      <source>Plug the module in: it counts jams and faults.</source>
      <translation>接上模块：它记录卡阻和故障。</translation>
    </message>
    <message>
      <source>Plug the module in: it measures its battery.</source>
      <translation>接上模块：它测量电池。</translation>
    </message>
    <message>
      <source>Plug the network cable in, or set the Wi-Fi network again.</source>
      <translation>插上网线，或重新设置 Wi-Fi。</translation>
    </message>
    <message>
      <source>Postpone</source>
      <translation>推迟</translation>
    </message>
    <message>
      <source>Postpone a service</source>
      <translation>推迟保养</translation>
    </message>
    <message>
      <source>Postpone a service of {serial}</source>
      <translation>推迟 {serial} 的保养</translation>
    </message>
    <message>
      <source>Postponed service of {about}</source>
      <translation>{about} 的延期保养</translation>
    </message>
    <message>
      <source>Postponed until {at} by {who}: {reason}</source>
      <translation>{who} 推迟至 {at}：{reason}</translation>
    </message>
    <message>
      <source>Postponed until {uses} {unit} by {who}: {reason}</source>
      <translation>{who} 推迟至 {uses} {unit}：{reason}</translation>
    </message>
    <message>
      <source>Preparing the plot...</source>
      <translation>正在准备图表...</translation>
    </message>
    <message>
      <source>Preparing...</source>
      <translation>正在准备...</translation>
    </message>
    <message>
      <source>Preview</source>
      <translation>预览</translation>
    </message>
    <message>
      <source>Probably due since about {likely}, and not read since {read}.</source>
      <translation>可能约 {likely} 已到期，自 {read} 起未读取。</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <source>Proved now: the hub holds all {events} records and {files} files, byte for byte.</source>
      <translation>现已证明：中心逐字节保存着全部 {events} 条记录和 {files} 个文件。</translation>
    </message>
    <message>
      <source>Proven by a signed inspection.</source>
      <translation>由已签名的检查记录证明。</translation>
    </message>
    <message>
      <source>Publish new version</source>
      <translation>发布新版本</translation>
    </message>
    <message>
      <source>Put a device without IoT module in its place</source>
      <translation>用不带物联网模块的设备顶替</translation>
    </message>
    <message>
      <source>Qt's multimedia is not installed on this laptop.</source>
      <translation>此电脑未安装 Qt 多媒体组件。</translation>
    </message>
    <message>
      <source>Question</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>Questions</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>Quiet: Friday {start} to {end}.</source>
      <translation>空闲：星期五 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Quiet: Monday {start} to {end}.</source>
      <translation>空闲：星期一 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Quiet: Saturday {start} to {end}.</source>
      <translation>空闲：星期六 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Quiet: Sunday {start} to {end}.</source>
      <translation>空闲：星期日 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Quiet: Thursday {start} to {end}.</source>
      <translation>空闲：星期四 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Quiet: Tuesday {start} to {end}.</source>
      <translation>空闲：星期二 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Quiet: Wednesday {start} to {end}.</source>
      <translation>空闲：星期三 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Quiet: today {start} to {end}.</source>
      <translation>空闲：今天 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Quiet: tomorrow {start} to {end}.</source>
      <translation>空闲：明天 {start} 至 {end}。</translation>
    </message>
    <message>
      <source>Read again</source>
      <translation>重新读取</translation>
    </message>
    <message>
      <source>Read again in a moment.</source>
      <translation>稍后重新读取。</translation>
    </message>
    <message>
      <source>Read again with this</source>
      <translation>按此重新读取</translation>
    </message>
    <message>
      <source>Read at, in the store's time</source>
      <translation>读取时间（门店时间）</translation>
    </message>
    <message>
      <source>Read from a stick</source>
      <translation>从U盘读取</translation>
    </message>
    <message>
      <source>Read from a stick...</source>
      <translation>从U盘读取...</translation>
    </message>
    <message>
      <source>Read its firmware version.</source>
      <translation>读取固件版本。</translation>
    </message>
    <message>
      <source>Read the gateway's table of children.</source>
      <translation>读取网关的子设备表。</translation>
    </message>
    <message>
      <source>Read the signal where the unit stands.</source>
      <translation>在设备所在处读取信号。</translation>
    </message>
    <message>
      <source>Reading</source>
      <translation>正在读取</translation>
    </message>
    <message>
      <source>Reading of {about}</source>
      <translation>{about} 的读数</translation>
    </message>
    <message>
      <source>Reading the file...</source>
      <translation>正在读取文件...</translation>
    </message>
    <message>
      <source>Reading the module</source>
      <translation>正在读取模块</translation>
    </message>
    <message>
      <source>Reading...</source>
      <translation>正在读取...</translation>
    </message>
    <message>
      <source>Ready</source>
      <translation>就绪</translation>
    </message>
    <message>
      <source>Really down</source>
      <translation>确实离线</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>原因</translation>
    </message>
    <message>
      <source>Reason: {reason}.</source>
      <translation>原因：{reason}。</translation>
    </message>
    <message>
      <source>Receipt</source>
      <translation>回执</translation>
    </message>
    <message>
      <source>Receiving records</source>
      <translation>正在接收记录</translation>
    </message>
    <message>
      <source>Record the reading</source>
      <translation>记录读数</translation>
    </message>
    <message>
      <source>Recorded.</source>
      <translation>已记录。</translation>
    </message>
    <message>
      <source>Recording...</source>
      <translation>正在记录...</translation>
    </message>
    <message>
      <source>Refresh</source>
      <translation>刷新</translation>
    </message>
    <message>
      <source>Refrigeration</source>
      <translation>冷藏设备</translation>
    </message>
    <message>
      <source>Refused</source>
      <translation>被拒绝</translation>
    </message>
    <message>
      <source>Refused rows</source>
      <translation>被拒绝的行</translation>
    </message>
    <message>
      <source>Register</source>
      <translation>登记</translation>
    </message>
    <message>
      <source>Registered in store {store}.</source>
      <translation>登记于门店 {store}。</translation>
    </message>
    <message>
      <source>Registered.</source>
      <translation>已登记。</translation>
    </message>
    <message>
      <source>Registration of module {about}</source>
      <translation>模块 {about} 的登记</translation>
    </message>
    <message>
      <source>Registration of {about}</source>
      <translation>{about} 的登记</translation>
    </message>
    <message>
      <source>Reload driver packs</source>
      <translation>重新载入驱动包</translation>
    </message>
    <message>
      <source>Removal of module {about}</source>
      <translation>模块 {about} 的拆下</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Remove port</source>
      <translation>移除端口</translation>
    </message>
    <message>
      <source>Remove this photo</source>
      <translation>移除此照片</translation>
    </message>
    <message>
      <source>Replace the device</source>
      <translation>更换设备</translation>
    </message>
    <message>
      <source>Replace {serial}</source>
      <translation>更换 {serial}</translation>
    </message>
    <message>
      <source>Reported offline.</source>
      <translation>上报离线。</translation>
    </message>
    <message>
      <source>Reported online</source>
      <translation>上报在线</translation>
    </message>
    <message>
      <source>Reported online.</source>
      <translation>上报在线。</translation>
    </message>
    <message>
      <source>Reported upstream.</source>
      <translation>由上游报告。</translation>
    </message>
    <message>
      <source>Request a replacement</source>
      <translation>申请更换设备</translation>
    </message>
    <message>
      <source>Reset the module</source>
      <translation>重启模块</translation>
    </message>
    <message>
      <source>Restart module</source>
      <translation>重启模块</translation>
    </message>
    <message>
      <source>Restart of {about}</source>
      <translation>{about} 的重启</translation>
    </message>
    <message>
      <source>Restarting the module</source>
      <translation>正在重启模块</translation>
    </message>
    <message>
      <source>Restarts of the module</source>
      <translation>模块重启</translation>
    </message>
    <message>
      <source>Retired</source>
      <translation>报废</translation>
    </message>
    <message>
      <source>Rinsed until clear</source>
      <translation>冲洗至清澈</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>职务</translation>
    </message>
    <message>
      <source>Row</source>
      <translation>行</translation>
    </message>
    <message>
      <source>Row numbers are those of the spreadsheet. Correct them there and import the file again; of two rows that cannot both be, leave the wrong one out.</source>
      <translation>行号与表格一致。请在表格中更正后重新导入；两行矛盾时，忽略错误的一行。</translation>
    </message>
    <message>
      <source>Run the motor test: half a cup of water, ten seconds.</source>
      <translation>运行电机测试：半杯水，十秒。</translation>
    </message>
    <message>
      <source>Run {number}</source>
      <translation>运行 {number}</translation>
    </message>
    <message>
      <source>Running</source>
      <translation>运行</translation>
    </message>
    <message>
      <source>SHA-256 {hash}</source>
      <translation>SHA-256 {hash}</translation>
    </message>
    <message>
      <source>Safe</source>
      <translation>安全</translation>
    </message>
    <message>
      <source>Safe to leave: the hub holds all {records} records and {files} files.</source>
      <translation>可以离开：中心保存着全部 {records} 条记录和 {files} 个文件。</translation>
    </message>
    <message>
      <source>Safety stock</source>
      <translation>安全库存</translation>
    </message>
    <message>
      <source>Same unit as another</source>
      <translation>与另一台是同一台</translation>
    </message>
    <message>
      <source>Same unit as {serial}</source>
      <translation>与 {serial} 是同一台</translation>
    </message>
    <message>
      <source>Saturday</source>
      <translation>星期六</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>保存</translation>
    </message>
    <message>
      <source>Save as</source>
      <translation>另存为</translation>
    </message>
    <message>
      <source>Save as PDF...</source>
      <translation>保存为 PDF...</translation>
    </message>
    <message>
      <source>Save or print</source>
      <translation>保存或打印</translation>
    </message>
    <message>
      <source>Save or print...</source>
      <translation>保存或打印...</translation>
    </message>
    <message>
      <source>Save refused rows...</source>
      <translation>保存被拒绝的行...</translation>
    </message>
    <message>
      <source>Save the file...</source>
      <translation>保存文件...</translation>
    </message>
    <message>
      <source>Save the plan</source>
      <translation>保存计划</translation>
    </message>
    <message>
      <source>Save to a stick</source>
      <translation>保存到U盘</translation>
    </message>
    <message>
      <source>Save to a stick...</source>
      <translation>保存到U盘...</translation>
    </message>
    <message>
      <source>Save...</source>
      <translation>保存...</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>已保存</translation>
    </message>
    <message>
      <source>Saved {time}</source>
      <translation>已保存 {time}</translation>
    </message>
    <message>
      <source>Seal</source>
      <translation>封存</translation>
    </message>
    <message>
      <source>Sealed</source>
      <translation>已封存</translation>
    </message>
    <message>
      <source>Sealed, amended</source>
      <translation>已封存，有更正</translation>
    </message>
    <message>
      <source>Seals seen, worn ones replaced</source>
      <translation>密封圈已检查，磨损的已更换</translation>
    </message>
    <message>
      <source>Search for a part of it on the Fleet page, or register the device on the Bench.</source>
      <translation>在设备总览中搜索其一部分，或在工作台登记设备。</translation>
    </message>
    <message>
      <source>Search row, field, reason</source>
      <translation>搜索行、字段、原因</translation>
    </message>
    <message>
      <source>Search serial or tag</source>
      <translation>搜索序列号或标签</translation>
    </message>
    <message>
      <source>Search serial, tag, store, model</source>
      <translation>搜索序列号、标签、门店、型号</translation>
    </message>
    <message>
      <source>Second supplier</source>
      <translation>第二供应商</translation>
    </message>
    <message>
      <source>See that the DHCP server renews it.</source>
      <translation>确认 DHCP 服务器会续租。</translation>
    </message>
    <message>
      <source>See whether its gateway reports.</source>
      <translation>查看其网关是否上报。</translation>
    </message>
    <message>
      <source>See whether the number falls; read again.</source>
      <translation>看数量是否下降；重新读取。</translation>
    </message>
    <message>
      <source>See who else uses the store's line.</source>
      <translation>看看还有谁在用门店线路。</translation>
    </message>
    <message>
      <source>Seen offline by its gateway.</source>
      <translation>网关见其离线。</translation>
    </message>
    <message>
      <source>Seen online by its gateway.</source>
      <translation>网关见其在线。</translation>
    </message>
    <message>
      <source>Sending files</source>
      <translation>正在发送文件</translation>
    </message>
    <message>
      <source>Sending records</source>
      <translation>正在发送记录</translation>
    </message>
    <message>
      <source>Sending the firmware</source>
      <translation>正在发送固件</translation>
    </message>
    <message>
      <source>Serial</source>
      <translation>序列号</translation>
    </message>
    <message>
      <source>Serial of the machine</source>
      <translation>机器序列号</translation>
    </message>
    <message>
      <source>Serial of the new device</source>
      <translation>新设备序列号</translation>
    </message>
    <message>
      <source>Serial of the new module</source>
      <translation>新模块序列号</translation>
    </message>
    <message>
      <source>Serial, asset tag or id of the other entry</source>
      <translation>另一条记录的序列号、标签或编号</translation>
    </message>
    <message>
      <source>Service</source>
      <translation>保养</translation>
    </message>
    <message>
      <source>Service and note</source>
      <translation>保养与备注</translation>
    </message>
    <message>
      <source>Service done: {title}.</source>
      <translation>保养完成：{title}。</translation>
    </message>
    <message>
      <source>Service due</source>
      <translation>保养到期</translation>
    </message>
    <message>
      <source>Service due soon</source>
      <translation>保养即将到期</translation>
    </message>
    <message>
      <source>Service in {left} {unit}</source>
      <translation>{left} {unit}后保养</translation>
    </message>
    <message>
      <source>Service not due</source>
      <translation>保养未到期</translation>
    </message>
    <message>
      <source>Service of {about}</source>
      <translation>{about} 的保养</translation>
    </message>
    <message>
      <source>Service postponed</source>
      <translation>保养已推迟</translation>
    </message>
    <message>
      <source>Service round</source>
      <translation>保养轮次</translation>
    </message>
    <message>
      <source>Service: no reading yet</source>
      <translation>保养：尚无读数</translation>
    </message>
    <message>
      <source>Serviced in a round</source>
      <translation>在轮次中保养</translation>
    </message>
    <message>
      <source>Serviced in a round.</source>
      <translation>在批量保养中完成。</translation>
    </message>
    <message>
      <source>Services are due by use. Import your fleet, or plug a device in, and what is due stands here by store.</source>
      <translation>保养按使用到期。导入设备清单或接上设备，到期项目按门店显示在此。</translation>
    </message>
    <message>
      <source>Services done</source>
      <translation>已做保养</translation>
    </message>
    <message>
      <source>Services.xlsx</source>
      <translation>保养记录.xlsx</translation>
    </message>
    <message>
      <source>Set 1 as expected</source>
      <translation>将 1 项设为应有值</translation>
    </message>
    <message>
      <source>Set aside: {reason}</source>
      <translation>已搁置：{reason}</translation>
    </message>
    <message>
      <source>Set aside: {value} at {at}, {why}.</source>
      <translation>搁置：{at} 的 {value}，{why}。</translation>
    </message>
    <message>
      <source>Set its status</source>
      <translation>设置状态</translation>
    </message>
    <message>
      <source>Set the status</source>
      <translation>设置状态</translation>
    </message>
    <message>
      <source>Set the uplink host and port.</source>
      <translation>请设置上行主机和端口。</translation>
    </message>
    <message>
      <source>Set {count} as expected</source>
      <translation>将 {count} 项设为应有值</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Settings changed: {names}.</source>
      <translation>已更改设置：{names}。</translation>
    </message>
    <message>
      <source>Settings not taken and set back: {names}.</source>
      <translation>设置未被接受并已恢复：{names}。</translation>
    </message>
    <message>
      <source>Settings not taken, what it holds is not certain: {names}.</source>
      <translation>设置未被接受，当前值不确定：{names}。</translation>
    </message>
    <message>
      <source>Settings of {about}</source>
      <translation>{about} 的设置</translation>
    </message>
    <message>
      <source>Sheet</source>
      <translation>工作表</translation>
    </message>
    <message>
      <source>Show it</source>
      <translation>显示</translation>
    </message>
    <message>
      <source>Show the fleet</source>
      <translation>显示设备总览</translation>
    </message>
    <message>
      <source>Show the inspections</source>
      <translation>查看检查记录</translation>
    </message>
    <message>
      <source>Sign</source>
      <translation>签名</translation>
    </message>
    <message>
      <source>Sign for {count}</source>
      <translation>为 {count} 台签名</translation>
    </message>
    <message>
      <source>Sign inspection</source>
      <translation>签署检查</translation>
    </message>
    <message>
      <source>Sign the amendment</source>
      <translation>签名更正</translation>
    </message>
    <message>
      <source>Signal</source>
      <translation>信号</translation>
    </message>
    <message>
      <source>Signal at its place</source>
      <translation>所在处信号</translation>
    </message>
    <message>
      <source>Signature</source>
      <translation>签名</translation>
    </message>
    <message>
      <source>Signed</source>
      <translation>签名时间</translation>
    </message>
    <message>
      <source>Signed and sealed</source>
      <translation>已签名封存</translation>
    </message>
    <message>
      <source>Signed and sealed {when}</source>
      <translation>已签名封存 {when}</translation>
    </message>
    <message>
      <source>Signed by {name}.</source>
      <translation>签名人：{name}。</translation>
    </message>
    <message>
      <source>Signing seals it: nothing in it can be changed afterwards, only amended with a reason.</source>
      <translation>签名后即封存：此后不能更改，只能注明理由补正。</translation>
    </message>
    <message>
      <source>Signing...</source>
      <translation>正在签名...</translation>
    </message>
    <message>
      <source>Silent at its gateway</source>
      <translation>在其网关上无声</translation>
    </message>
    <message>
      <source>Since</source>
      <translation>自</translation>
    </message>
    <message>
      <source>Something that needs a newer Fleetdesk; it is kept.</source>
      <translation>需要更新版 Fleetdesk 的内容；已保留。</translation>
    </message>
    <message>
      <source>Soon</source>
      <translation>即将</translation>
    </message>
    <message>
      <source>Spare</source>
      <translation>备机</translation>
    </message>
    <message>
      <source>Spare parts and devices</source>
      <translation>备件与备机</translation>
    </message>
    <message>
      <source>Spare: {name}</source>
      <translation>备机：{name}</translation>
    </message>
    <message>
      <source>Spares</source>
      <translation>备件</translation>
    </message>
    <message>
      <source>Staff number</source>
      <translation>工号</translation>
    </message>
    <message>
      <source>Start inspection</source>
      <translation>开始检查</translation>
    </message>
    <message>
      <source>Start it</source>
      <translation>开始</translation>
    </message>
    <message>
      <source>Starting it settles which devices belong, so that the count stays what it is.</source>
      <translation>开始后设备名单固定，总数不再变化。</translation>
    </message>
    <message>
      <source>State</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>State of {about}</source>
      <translation>{about} 的连接状态</translation>
    </message>
    <message>
      <source>Status</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>Status of {about}</source>
      <translation>{about} 的状态</translation>
    </message>
    <message>
      <source>Status of {serial}</source>
      <translation>{serial} 的状态</translation>
    </message>
    <message>
      <source>Status: {status}.</source>
      <translation>状态：{status}。</translation>
    </message>
    <message>
      <source>Stays, because work was built on it:</source>
      <translation>因后续工作而保留：</translation>
    </message>
    <message>
      <source>Stop the test</source>
      <translation>停止测试</translation>
    </message>
    <message>
      <source>Store</source>
      <translation>门店</translation>
    </message>
    <message>
      <source>Store {code} is registered.</source>
      <translation>门店 {code} 已登记。</translation>
    </message>
    <message>
      <source>Stores</source>
      <translation>门店</translation>
    </message>
    <message>
      <source>Stores with work</source>
      <translation>有工作的门店</translation>
    </message>
    <message>
      <source>Summary</source>
      <translation>汇总</translation>
    </message>
    <message>
      <source>Sunday</source>
      <translation>星期日</translation>
    </message>
    <message>
      <source>Supplier</source>
      <translation>供应商</translation>
    </message>
    <message>
      <source>Support bundle</source>
      <translation>支持包</translation>
    </message>
    <message>
      <source>Support bundle...</source>
      <translation>支持包...</translation>
    </message>
    <message>
      <source>Switch person</source>
      <translation>切换人员</translation>
    </message>
    <message>
      <source>Sync</source>
      <translation>同步</translation>
    </message>
    <message>
      <source>Sync now</source>
      <translation>立即同步</translation>
    </message>
    <message>
      <source>Syrup dispensers</source>
      <translation>糖浆机</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>表格</translation>
    </message>
    <message>
      <source>Table (*.csv);;Workbook (*.xlsx)</source>
      <translation>表格 (*.csv);;工作簿 (*.xlsx)</translation>
    </message>
    <message>
      <source>Tag it out</source>
      <translation>挂牌停用</translation>
    </message>
    <message>
      <source>Tagged out</source>
      <translation>停用</translation>
    </message>
    <message>
      <source>Take photo</source>
      <translation>拍照</translation>
    </message>
    <message>
      <source>Take the {rows} good rows</source>
      <translation>采用 {rows} 个有效行</translation>
    </message>
    <message>
      <source>Taken from no known stock.</source>
      <translation>取自未知库存。</translation>
    </message>
    <message>
      <source>Taking in records</source>
      <translation>正在读入记录</translation>
    </message>
    <message>
      <source>Taking it back...</source>
      <translation>正在撤回...</translation>
    </message>
    <message>
      <source>Talking to the hub...</source>
      <translation>正在与中心通信...</translation>
    </message>
    <message>
      <source>Talking to {hub}...</source>
      <translation>正在与 {hub} 通信...</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>任务</translation>
    </message>
    <message>
      <source>Technician</source>
      <translation>技术员</translation>
    </message>
    <message>
      <source>Template</source>
      <translation>模板</translation>
    </message>
    <message>
      <source>Template {about}</source>
      <translation>模板 {about}</translation>
    </message>
    <message>
      <source>Templates</source>
      <translation>模板</translation>
    </message>
    <message>
      <source>Test ended</source>
      <translation>测试结束</translation>
    </message>
    <message>
      <source>Test machines</source>
      <translation>测试机</translation>
    </message>
    <message>
      <source>Test motor</source>
      <translation>测试电机</translation>
    </message>
    <message>
      <source>Test unit</source>
      <translation>测试设备</translation>
    </message>
    <message>
      <source>Testing the new firmware</source>
      <translation>正在测试新固件</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>文字</translation>
    </message>
    <message>
      <source>That is not the address of a hub.</source>
      <translation>这不是中心的地址。</translation>
    </message>
    <message>
      <source>The camera needs one more part.</source>
      <translation>相机还缺一个组件。</translation>
    </message>
    <message>
      <source>The file is in {path}</source>
      <translation>文件位于 {path}</translation>
    </message>
    <message>
      <source>The hub at {hub} does not take everything.</source>
      <translation>位于 {hub} 的中心没有全部接受。</translation>
    </message>
    <message>
      <source>The hub at {hub} is in reach.</source>
      <translation>可以连到位于 {hub} 的中心。</translation>
    </message>
    <message>
      <source>The hub at {hub} is not in reach; it is tried again by itself.</source>
      <translation>连不到位于 {hub} 的中心；会自动重试。</translation>
    </message>
    <message>
      <source>The hub holds it</source>
      <translation>中心已保存</translation>
    </message>
    <message>
      <source>The hub says no</source>
      <translation>中心拒绝</translation>
    </message>
    <message>
      <source>The hub was not reached yet.</source>
      <translation>尚未连到中心。</translation>
    </message>
    <message>
      <source>The import is taken back</source>
      <translation>导入已撤回</translation>
    </message>
    <message>
      <source>The import of {source} was undone; what somebody built on stayed.</source>
      <translation>{source} 的导入已撤回；有人继续处理的内容保留。</translation>
    </message>
    <message>
      <source>The list as a table...</source>
      <translation>列表存为表格...</translation>
    </message>
    <message>
      <source>The log as it came (BIN)...</source>
      <translation>原始日志 (BIN)...</translation>
    </message>
    <message>
      <source>The log was not fetched.</source>
      <translation>未获取日志。</translation>
    </message>
    <message>
      <source>The machine itself</source>
      <translation>机器本身</translation>
    </message>
    <message>
      <source>The machine itself seems to be at fault.</source>
      <translation>似乎是机器本身故障。</translation>
    </message>
    <message>
      <source>The model is required. What you choose is remembered for tables like this.</source>
      <translation>型号必填。您的选择会用于同类表格。</translation>
    </message>
    <message>
      <source>The motor does not run, or takes too much current.</source>
      <translation>电机不转或电流过大。</translation>
    </message>
    <message>
      <source>The motor log cannot be read.</source>
      <translation>无法读取电机日志。</translation>
    </message>
    <message>
      <source>The motor runs within its limits.</source>
      <translation>电机在限值内运转。</translation>
    </message>
    <message>
      <source>The new module shows</source>
      <translation>新模块显示</translation>
    </message>
    <message>
      <source>The new one takes over its place and its gateway. Each keeps its own uses.</source>
      <translation>新设备接替位置和网关。使用次数各自保留。</translation>
    </message>
    <message>
      <source>The old module showed</source>
      <translation>旧模块显示</translation>
    </message>
    <message>
      <source>The old one becomes</source>
      <translation>旧设备变为</translation>
    </message>
    <message>
      <source>The other entry</source>
      <translation>另一条记录</translation>
    </message>
    <message>
      <source>The other entry goes on as this one. Uses and time line of both are kept; the fields are this one's.</source>
      <translation>另一条记录并入此条。两者的使用次数和历史都保留；字段以此条为准。</translation>
    </message>
    <message>
      <source>The other entry is a device of its own again, with its own uses.</source>
      <translation>另一条记录重新成为独立设备，使用次数归自身。</translation>
    </message>
    <message>
      <source>The picture cannot be written to {path}</source>
      <translation>无法将图片写入 {path}</translation>
    </message>
    <message>
      <source>The picture is in {path}</source>
      <translation>图片位于 {path}</translation>
    </message>
    <message>
      <source>The plan {field}</source>
      <translation>计划 {field}</translation>
    </message>
    <message>
      <source>The plans that come with Fleetdesk are published at its first start. Start it again.</source>
      <translation>Fleetdesk 自带的计划在首次启动时发布。请重新启动。</translation>
    </message>
    <message>
      <source>The reading is recorded.</source>
      <translation>读数已记录。</translation>
    </message>
    <message>
      <source>The same every day</source>
      <translation>每天相同</translation>
    </message>
    <message>
      <source>The seal is broken: {where}</source>
      <translation>封存已被破坏：{where}</translation>
    </message>
    <message>
      <source>The serial as it really is</source>
      <translation>真实的序列号</translation>
    </message>
    <message>
      <source>The signal is good where it stands.</source>
      <translation>所在处信号良好。</translation>
    </message>
    <message>
      <source>The signal is weak where it stands.</source>
      <translation>所在处信号弱。</translation>
    </message>
    <message>
      <source>The store's opening hours are not known.</source>
      <translation>门店营业时间未知。</translation>
    </message>
    <message>
      <source>The waveform was not fetched, the test stands.</source>
      <translation>未获取波形，测试有效。</translation>
    </message>
    <message>
      <source>The whole document: every answer, curve and photo</source>
      <translation>完整文件：所有回答、曲线和照片</translation>
    </message>
    <message>
      <source>The writer of this bundle is not known here.</source>
      <translation>此处不认识该数据包的写入者。</translation>
    </message>
    <message>
      <source>There is</source>
      <translation>现有</translation>
    </message>
    <message>
      <source>There is no inspection template for this equipment yet.</source>
      <translation>尚无此类设备的检查模板。</translation>
    </message>
    <message>
      <source>This adapter</source>
      <translation>此适配器</translation>
    </message>
    <message>
      <source>This is me</source>
      <translation>就是我</translation>
    </message>
    <message>
      <source>This photo cannot be shown.</source>
      <translation>无法显示这张照片。</translation>
    </message>
    <message>
      <source>This picture (PNG)...</source>
      <translation>此图片 (PNG)...</translation>
    </message>
    <message>
      <source>This question</source>
      <translation>此问题</translation>
    </message>
    <message>
      <source>This reading is known already</source>
      <translation>此读数已知</translation>
    </message>
    <message>
      <source>This reading was known already.</source>
      <translation>此读数已知。</translation>
    </message>
    <message>
      <source>This unit is not in the registry</source>
      <translation>此设备未登记</translation>
    </message>
    <message>
      <source>This unit is not in the registry. Register it to change its settings.</source>
      <translation>此设备未登记。登记后才能更改设置。</translation>
    </message>
    <message>
      <source>Thursday</source>
      <translation>星期四</translation>
    </message>
    <message>
      <source>Time zone</source>
      <translation>时区</translation>
    </message>
    <message>
      <source>Time zone, as the IANA writes it</source>
      <translation>时区（IANA 写法）</translation>
    </message>
    <message>
      <source>To do</source>
      <translation>待办</translation>
    </message>
    <message>
      <source>To finish</source>
      <translation>待完成</translation>
    </message>
    <message>
      <source>To order: {list}.</source>
      <translation>需订购：{list}。</translation>
    </message>
    <message>
      <source>To, or where it was counted</source>
      <translation>到，或盘点地点</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>今天</translation>
    </message>
    <message>
      <source>Too high</source>
      <translation>过高</translation>
    </message>
    <message>
      <source>Too low</source>
      <translation>过低</translation>
    </message>
    <message>
      <source>Trouble</source>
      <translation>故障</translation>
    </message>
    <message>
      <source>Trouble on {port}</source>
      <translation>{port} 有故障</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <source>Try again; if it happens again, report it from the message that has opened.</source>
      <translation>请重试；若再次发生，请通过弹出的消息报告。</translation>
    </message>
    <message>
      <source>Tuesday</source>
      <translation>星期二</translation>
    </message>
    <message>
      <source>Type it</source>
      <translation>手动输入</translation>
    </message>
    <message>
      <source>Typed by hand.</source>
      <translation>手动输入。</translation>
    </message>
    <message>
      <source>Under several conditions; they are changed in its file (fleetdesk template publish).</source>
      <translation>有多个条件；请在其文件中修改（fleetdesk template publish）。</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Undo of an import</source>
      <translation>撤销导入</translation>
    </message>
    <message>
      <source>Undo the import</source>
      <translation>撤回导入</translation>
    </message>
    <message>
      <source>Undo the import of {source}?</source>
      <translation>撤回 {source} 的导入？</translation>
    </message>
    <message>
      <source>Undo...</source>
      <translation>撤回...</translation>
    </message>
    <message>
      <source>Unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>Unknown adapter</source>
      <translation>未知适配器</translation>
    </message>
    <message>
      <source>Unknown adapter on {port}</source>
      <translation>{port} 上有未知适配器</translation>
    </message>
    <message>
      <source>Unknown upstream</source>
      <translation>上游显示未知</translation>
    </message>
    <message>
      <source>Unknown upstream for {age}</source>
      <translation>上游显示未知已 {age}</translation>
    </message>
    <message>
      <source>Unknown: gateway {gateway} is down</source>
      <translation>未知：网关 {gateway} 离线</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>至</translation>
    </message>
    <message>
      <source>Update the firmware</source>
      <translation>更新固件</translation>
    </message>
    <message>
      <source>Update to {version}</source>
      <translation>更新到 {version}</translation>
    </message>
    <message>
      <source>Uplink</source>
      <translation>上行</translation>
    </message>
    <message>
      <source>Uses since service</source>
      <translation>保养后使用次数</translation>
    </message>
    <message>
      <source>Verdict</source>
      <translation>结论</translation>
    </message>
    <message>
      <source>Verdict: {verdict}</source>
      <translation>结论：{verdict}</translation>
    </message>
    <message>
      <source>Verify the gateway assignment</source>
      <translation>核对网关分配</translation>
    </message>
    <message>
      <source>Version {version} holds from now on.</source>
      <translation>版本 {version} 从现在起生效。</translation>
    </message>
    <message>
      <source>Visit on</source>
      <translation>到店日期</translation>
    </message>
    <message>
      <source>Wait a minute, then read again.</source>
      <translation>等一分钟再读取。</translation>
    </message>
    <message>
      <source>Waiting for a run</source>
      <translation>等待运行</translation>
    </message>
    <message>
      <source>Waiting for the module: plug it in again</source>
      <translation>等待模块：请重新接上</translation>
    </message>
    <message>
      <source>Waits for the hub</source>
      <translation>等待中心</translation>
    </message>
    <message>
      <source>Wednesday</source>
      <translation>星期三</translation>
    </message>
    <message>
      <source>What contradicts each other</source>
      <translation>相互矛盾之处</translation>
    </message>
    <message>
      <source>What happened</source>
      <translation>发生了什么</translation>
    </message>
    <message>
      <source>What in the file is not sound</source>
      <translation>文件中的问题</translation>
    </message>
    <message>
      <source>What is done</source>
      <translation>做什么</translation>
    </message>
    <message>
      <source>What is due stays as it is.</source>
      <translation>到期情况不变。</translation>
    </message>
    <message>
      <source>What is in the file</source>
      <translation>文件内容</translation>
    </message>
    <message>
      <source>What is your verdict?</source>
      <translation>您的结论是？</translation>
    </message>
    <message>
      <source>What it says</source>
      <translation>读数</translation>
    </message>
    <message>
      <source>What it should say</source>
      <translation>应为</translation>
    </message>
    <message>
      <source>What people keep about it. An empty field is cleared.</source>
      <translation>保存的信息。空白字段将被清除。</translation>
    </message>
    <message>
      <source>What remains</source>
      <translation>剩余事项</translation>
    </message>
    <message>
      <source>What the source says that does not fit together</source>
      <translation>来源中的矛盾之处</translation>
    </message>
    <message>
      <source>What to do</source>
      <translation>怎么办</translation>
    </message>
    <message>
      <source>What was imported before, and its undo</source>
      <translation>以前的导入及撤回</translation>
    </message>
    <message>
      <source>What was signed stays as it is; the amendment stands beside it, with your name.</source>
      <translation>已签名的内容保持不变；更正附在旁边，并注明您的姓名。</translation>
    </message>
    <message>
      <source>What you saved is safe, and you can go on working. Please report what happened: copy this text.</source>
      <translation>已保存的内容是安全的，可以继续工作。请报告发生的情况：复制此文本。</translation>
    </message>
    <message>
      <source>What you saved is safe. The log holds what happened.</source>
      <translation>已保存的内容是安全的。日志中有记录。</translation>
    </message>
    <message>
      <source>What your fleet's plans use stands here once there is a fleet: import one, or plug a device in.</source>
      <translation>有设备后，计划所用备件显示在此：导入清单或接上设备。</translation>
    </message>
    <message>
      <source>Whatever the next person should know. Optional.</source>
      <translation>需要告知下一位的内容。可选。</translation>
    </message>
    <message>
      <source>When its gateway last heard it</source>
      <translation>网关最后收到的时间</translation>
    </message>
    <message>
      <source>Where</source>
      <translation>地点</translation>
    </message>
    <message>
      <source>Where is your fleet?</source>
      <translation>您的设备在哪里？</translation>
    </message>
    <message>
      <source>Where it comes from</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>Where it lies</source>
      <translation>存放处</translation>
    </message>
    <message>
      <source>Where to go</source>
      <translation>去哪里</translation>
    </message>
    <message>
      <source>Which column is what?</source>
      <translation>各列是什么？</translation>
    </message>
    <message>
      <source>Which interval holds?</source>
      <translation>哪个间隔有效？</translation>
    </message>
    <message>
      <source>Which one holds it now?</source>
      <translation>现在它在哪一台里？</translation>
    </message>
    <message>
      <source>Which one is right?</source>
      <translation>哪个正确？</translation>
    </message>
    <message>
      <source>Which store is it in?</source>
      <translation>它在哪家门店？</translation>
    </message>
    <message>
      <source>Which unit is it?</source>
      <translation>它是哪一台？</translation>
    </message>
    <message>
      <source>Which unit {about} is</source>
      <translation>{about} 是哪一台</translation>
    </message>
    <message>
      <source>Who does it</source>
      <translation>负责人</translation>
    </message>
    <message>
      <source>Who reads from it compares its key</source>
      <translation>读取者需核对本机的密钥</translation>
    </message>
    <message>
      <source>Who reads it</source>
      <translation>由谁读取</translation>
    </message>
    <message>
      <source>Who works here</source>
      <translation>谁在这里工作</translation>
    </message>
    <message>
      <source>Who works here?</source>
      <translation>谁在使用？</translation>
    </message>
    <message>
      <source>Who writes for this laptop needs its address</source>
      <translation>为本机写入数据包的人需要本机的地址</translation>
    </message>
    <message>
      <source>Whole</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>Why is it silent?</source>
      <translation>为什么失联？</translation>
    </message>
    <message>
      <source>Why it is refused</source>
      <translation>拒绝原因</translation>
    </message>
    <message>
      <source>Why: it stands in the template's history</source>
      <translation>原因：会记入模板历史</translation>
    </message>
    <message>
      <source>Why?</source>
      <translation>为什么？</translation>
    </message>
    <message>
      <source>Why? It stands beside the choice</source>
      <translation>为什么？会记在选择旁边</translation>
    </message>
    <message>
      <source>Wi-Fi {ssid}, channel {channel}, {dbm} dBm</source>
      <translation>Wi-Fi {ssid}，信道 {channel}，{dbm} dBm</translation>
    </message>
    <message>
      <source>Wi-Fi {ssid}, channel {channel}, {dbm} dBm, weak</source>
      <translation>Wi-Fi {ssid}，信道 {channel}，{dbm} dBm，弱</translation>
    </message>
    <message>
      <source>Within limits</source>
      <translation>在限值内</translation>
    </message>
    <message>
      <source>Work</source>
      <translation>工作</translation>
    </message>
    <message>
      <source>Work done: {title}.</source>
      <translation>工作已完成：{title}。</translation>
    </message>
    <message>
      <source>Work dropped: {title}.</source>
      <translation>工作已取消：{title}。</translation>
    </message>
    <message>
      <source>Work on {unit}</source>
      <translation>处理 {unit}</translation>
    </message>
    <message>
      <source>Work ordered: {title}.</source>
      <translation>已下工单：{title}。</translation>
    </message>
    <message>
      <source>Workbook (*.xlsx);;Table (*.csv)</source>
      <translation>工作簿 (*.xlsx);;表格 (*.csv)</translation>
    </message>
    <message>
      <source>Write 1 change</source>
      <translation>写入 1 项更改</translation>
    </message>
    <message>
      <source>Write days as 2026-12-31.</source>
      <translation>日期请写成 2026-12-31。</translation>
    </message>
    <message>
      <source>Write {count} changes</source>
      <translation>写入 {count} 项更改</translation>
    </message>
    <message>
      <source>Writing and reading back...</source>
      <translation>正在写入并回读...</translation>
    </message>
    <message>
      <source>Writing records</source>
      <translation>正在写入记录</translation>
    </message>
    <message>
      <source>Writing settings</source>
      <translation>正在写入设置</translation>
    </message>
    <message>
      <source>Writing...</source>
      <translation>正在写入...</translation>
    </message>
    <message>
      <source>Written, and read back from the unit.</source>
      <translation>已写入并从设备回读。</translation>
    </message>
    <message>
      <source>Written: {path}</source>
      <translation>已写入：{path}</translation>
    </message>
    <message>
      <source>Written: {records} records and {files} files. Take the stick out safely. {path}</source>
      <translation>已写入：{records} 条记录和 {files} 个文件。请安全弹出U盘。{path}</translation>
    </message>
    <message>
      <source>You edited {about} on {at}, not knowing that: {value}.</source>
      <translation>您于 {at} 在不知情时编辑了 {about}：{value}。</translation>
    </message>
    <message>
      <source>You fitted a module in {about} on {at} in {place}.</source>
      <translation>您于 {at} 在 {place} 给 {about} 装入了模块。</translation>
    </message>
    <message>
      <source>You fitted a module in {about} on {at}.</source>
      <translation>您于 {at} 给 {about} 装入了模块。</translation>
    </message>
    <message>
      <source>You inspected {about} on {at} in {place}.</source>
      <translation>您于 {at} 在 {place} 检查了 {about}。</translation>
    </message>
    <message>
      <source>You inspected {about} on {at}.</source>
      <translation>您于 {at} 检查了 {about}。</translation>
    </message>
    <message>
      <source>You recorded module {module} in {device} on {at} in {place}.</source>
      <translation>您于 {at} 在 {place} 记录模块 {module} 在 {device} 里。</translation>
    </message>
    <message>
      <source>You recorded module {module} in {device} on {at}.</source>
      <translation>您于 {at} 记录模块 {module} 在 {device} 里。</translation>
    </message>
    <message>
      <source>You recorded {about} in {value} on {at}.</source>
      <translation>您于 {at} 记录 {about} 在 {value}。</translation>
    </message>
    <message>
      <source>You retired {about} on {at}.</source>
      <translation>您于 {at} 报废了 {about}。</translation>
    </message>
    <message>
      <source>You said on {at} that it is the same unit as {device}.</source>
      <translation>您于 {at} 说它与 {device} 是同一台。</translation>
    </message>
    <message>
      <source>You set it to every {value} on {at}.</source>
      <translation>您于 {at} 把它设为每 {value}。</translation>
    </message>
    <message>
      <source>You were working on {expected}; now {present} answers. Nothing is written to it. Plug {expected} back in, or go on with {present}.</source>
      <translation>您在处理 {expected}；现在应答的是 {present}。不会向它写入。请重新接上 {expected}，或继续处理 {present}。</translation>
    </message>
    <message>
      <source>You wrote {value} on {at}.</source>
      <translation>您于 {at} 写了 {value}。</translation>
    </message>
    <message>
      <source>Your team has a hub: everything it knows about your stores comes here.</source>
      <translation>您的团队有中心：关于门店的全部信息会同步到这里。</translation>
    </message>
    <message>
      <source>Your work is saved, but only on this laptop.</source>
      <translation>您的工作已保存，但只在这台电脑上。</translation>
    </message>
    <message>
      <source>Your work waits on this laptop. Join your chain's hub, and it is safe if this laptop is lost.</source>
      <translation>您的工作在这台电脑上等待。加入连锁的中心后，即使电脑丢失也安全。</translation>
    </message>
    <message>
      <source>Zip files (*.zip)</source>
      <translation>Zip 文件 (*.zip)</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>放大</translation>
    </message>
    <message>
      <source>a store's code, warehouse, bag:STAFF-NUMBER</source>
      <translation>门店代码、warehouse、bag:工号</translation>
    </message>
    <message>
      <source>about {minutes} minutes of work</source>
      <translation>约 {minutes} 分钟工作</translation>
    </message>
    <message>
      <source>all in order</source>
      <translation>一切正常</translation>
    </message>
    <message>
      <source>always</source>
      <translation>总是</translation>
    </message>
    <message>
      <source>amended</source>
      <translation>已更正</translation>
    </message>
    <message>
      <source>an amendment beside it was changed</source>
      <translation>旁边的更正被改动</translation>
    </message>
    <message>
      <source>and {count} earlier ones</source>
      <translation>及更早的 {count} 项</translation>
    </message>
    <message>
      <source>and {count} more</source>
      <translation>以及另外 {count} 项</translation>
    </message>
    <message>
      <source>and {count} more: sign or discard these first</source>
      <translation>还有 {count} 份：请先签字或放弃以上几份</translation>
    </message>
    <message>
      <source>another unit</source>
      <translation>另一台设备</translation>
    </message>
    <message>
      <source>answer {name} was changed or is missing</source>
      <translation>回答 {name} 被改动或缺失</translation>
    </message>
    <message>
      <source>as before</source>
      <translation>未变</translation>
    </message>
    <message>
      <source>as the file says</source>
      <translation>按文件所写</translation>
    </message>
    <message>
      <source>as the file says, else 2026-02-14T15:04</source>
      <translation>按文件所写，否则 2026-02-14T15:04</translation>
    </message>
    <message>
      <source>asking for an address</source>
      <translation>正在申请地址</translation>
    </message>
    <message>
      <source>asset tag</source>
      <translation>资产标签</translation>
    </message>
    <message>
      <source>at least {value}</source>
      <translation>至少 {value}</translation>
    </message>
    <message>
      <source>at most {value}</source>
      <translation>至多 {value}</translation>
    </message>
    <message>
      <source>at no gateway</source>
      <translation>无网关</translation>
    </message>
    <message>
      <source>at once</source>
      <translation>立即</translation>
    </message>
    <message>
      <source>at {done}, due at {due}</source>
      <translation>完成于 {done}，应于 {due}</translation>
    </message>
    <message>
      <source>at {gateway}</source>
      <translation>在 {gateway}</translation>
    </message>
    <message>
      <source>at {percent} %</source>
      <translation>{percent} %</translation>
    </message>
    <message>
      <source>bar</source>
      <translation>竖线</translation>
    </message>
    <message>
      <source>battery or power</source>
      <translation>电池或电源</translation>
    </message>
    <message>
      <source>being tested</source>
      <translation>测试中</translation>
    </message>
    <message>
      <source>blade</source>
      <translation>刀片</translation>
    </message>
    <message>
      <source>blade set</source>
      <translation>刀组</translation>
    </message>
    <message>
      <source>blades</source>
      <translation>刀片</translation>
    </message>
    <message>
      <source>blenders</source>
      <translation>搅拌机</translation>
    </message>
    <message>
      <source>brew group seals</source>
      <translation>冲泡组密封圈</translation>
    </message>
    <message>
      <source>changed</source>
      <translation>已更改</translation>
    </message>
    <message>
      <source>choose</source>
      <translation>选择</translation>
    </message>
    <message>
      <source>chosen</source>
      <translation>已选</translation>
    </message>
    <message>
      <source>cleaning tablets</source>
      <translation>清洁片</translation>
    </message>
    <message>
      <source>coffee machines</source>
      <translation>咖啡机</translation>
    </message>
    <message>
      <source>cold dispensers</source>
      <translation>冷饮机</translation>
    </message>
    <message>
      <source>comma</source>
      <translation>逗号</translation>
    </message>
    <message>
      <source>connected, slow: {rtt_ms} ms</source>
      <translation>已连接，慢：{rtt_ms} ms</translation>
    </message>
    <message>
      <source>connected, {backlog} messages wait</source>
      <translation>已连接，{backlog} 条消息等待</translation>
    </message>
    <message>
      <source>connected, {rtt_ms} ms</source>
      <translation>已连接，{rtt_ms} ms</translation>
    </message>
    <message>
      <source>count it</source>
      <translation>请盘点</translation>
    </message>
    <message>
      <source>d MMM yyyy, HH:mm</source>
      <translation>yyyy年M月d日 HH:mm</translation>
    </message>
    <message>
      <source>d MMM, HH:mm</source>
      <translation>M月d日 HH:mm</translation>
    </message>
    <message>
      <source>d MMMM</source>
      <translation>M月d日</translation>
    </message>
    <message>
      <source>d MMMM yyyy</source>
      <translation>yyyy年M月d日</translation>
    </message>
    <message>
      <source>days</source>
      <translation>天</translation>
    </message>
    <message>
      <source>deep clean</source>
      <translation>深度清洁</translation>
    </message>
    <message>
      <source>deep cleans</source>
      <translation>深度清洁</translation>
    </message>
    <message>
      <source>descaler</source>
      <translation>除垢剂</translation>
    </message>
    <message>
      <source>devices</source>
      <translation>设备</translation>
    </message>
    <message>
      <source>devices with changed fields</source>
      <translation>字段有变的设备</translation>
    </message>
    <message>
      <source>differs</source>
      <translation>不同</translation>
    </message>
    <message>
      <source>done</source>
      <translation>已完成</translation>
    </message>
    <message>
      <source>down, last success {success} ago, {backlog} messages wait</source>
      <translation>中断，{success} 前最后成功，{backlog} 条消息等待</translation>
    </message>
    <message>
      <source>down, {backlog} messages wait</source>
      <translation>中断，{backlog} 条消息等待</translation>
    </message>
    <message>
      <source>dropped</source>
      <translation>已取消</translation>
    </message>
    <message>
      <source>due now</source>
      <translation>现已到期</translation>
    </message>
    <message>
      <source>empty</source>
      <translation>空</translation>
    </message>
    <message>
      <source>empty: delivered</source>
      <translation>空：到货</translation>
    </message>
    <message>
      <source>empty: nobody looked</source>
      <translation>空：无人查看</translation>
    </message>
    <message>
      <source>empty: used</source>
      <translation>空：已使用</translation>
    </message>
    <message>
      <source>every {n}</source>
      <translation>每 {n}</translation>
    </message>
    <message>
      <source>everywhere</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>expected at least {low}</source>
      <translation>应不低于 {low}</translation>
    </message>
    <message>
      <source>expected at most {high}</source>
      <translation>应不高于 {high}</translation>
    </message>
    <message>
      <source>expected {low} to {high}</source>
      <translation>应为 {low} 至 {high}</translation>
    </message>
    <message>
      <source>file</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>file {name} was changed or is missing</source>
      <translation>文件 {name} 被改动或缺失</translation>
    </message>
    <message>
      <source>fills itself in while it runs</source>
      <translation>运行时自动填入</translation>
    </message>
    <message>
      <source>firmware</source>
      <translation>固件</translation>
    </message>
    <message>
      <source>for {owner}</source>
      <translation>负责人 {owner}</translation>
    </message>
    <message>
      <source>for {uptime}</source>
      <translation>已 {uptime}</translation>
    </message>
    <message>
      <source>for {uptime}, restarted by its watchdog</source>
      <translation>已 {uptime}，由看门狗重启</translation>
    </message>
    <message>
      <source>for {uptime}, restarted for low supply</source>
      <translation>已 {uptime}，因欠压重启</translation>
    </message>
    <message>
      <source>from {supplier}</source>
      <translation>供应商 {supplier}</translation>
    </message>
    <message>
      <source>gateway</source>
      <translation>网关</translation>
    </message>
    <message>
      <source>gateway down</source>
      <translation>网关离线</translation>
    </message>
    <message>
      <source>gateway down {age}</source>
      <translation>网关离线 {age}</translation>
    </message>
    <message>
      <source>go on</source>
      <translation>继续</translation>
    </message>
    <message>
      <source>highest {peak} A</source>
      <translation>最高 {peak} A</translation>
    </message>
    <message>
      <source>ice machines</source>
      <translation>制冰机</translation>
    </message>
    <message>
      <source>in 1 store</source>
      <translation>在 1 家门店</translation>
    </message>
    <message>
      <source>in all stores</source>
      <translation>（所有门店）</translation>
    </message>
    <message>
      <source>in no store</source>
      <translation>不在门店</translation>
    </message>
    <message>
      <source>in your stores</source>
      <translation>（您的门店）</translation>
    </message>
    <message>
      <source>in {n} stores</source>
      <translation>在 {n} 家门店</translation>
    </message>
    <message>
      <source>its bytes were changed outside of what was signed</source>
      <translation>签名范围以外的字节被改动</translation>
    </message>
    <message>
      <source>leave, keep draft</source>
      <translation>离开，保留草稿</translation>
    </message>
    <message>
      <source>less than a minute</source>
      <translation>不到一分钟</translation>
    </message>
    <message>
      <source>limit {value} {unit}</source>
      <translation>限值 {value} {unit}</translation>
    </message>
    <message>
      <source>load {load} A</source>
      <translation>负载 {load} A</translation>
    </message>
    <message>
      <source>look at</source>
      <translation>查看</translation>
    </message>
    <message>
      <source>lower than before</source>
      <translation>低于之前</translation>
    </message>
    <message>
      <source>measure it, then type it</source>
      <translation>测量后输入</translation>
    </message>
    <message>
      <source>milk dispensers</source>
      <translation>奶机</translation>
    </message>
    <message>
      <source>milk line</source>
      <translation>奶路</translation>
    </message>
    <message>
      <source>milk line sanitiser</source>
      <translation>奶路消毒剂</translation>
    </message>
    <message>
      <source>milk lines</source>
      <translation>奶路</translation>
    </message>
    <message>
      <source>module damaged</source>
      <translation>模块损坏</translation>
    </message>
    <message>
      <source>more than the device can do</source>
      <translation>超出设备能力</translation>
    </message>
    <message>
      <source>name or staff number</source>
      <translation>姓名或工号</translation>
    </message>
    <message>
      <source>never</source>
      <translation>从未</translation>
    </message>
    <message>
      <source>never reported</source>
      <translation>从未上报</translation>
    </message>
    <message>
      <source>new</source>
      <translation>新增</translation>
    </message>
    <message>
      <source>new devices</source>
      <translation>新设备</translation>
    </message>
    <message>
      <source>no DHCP lease</source>
      <translation>无 DHCP 租约</translation>
    </message>
    <message>
      <source>no baseline</source>
      <translation>无初始值</translation>
    </message>
    <message>
      <source>no limit, {unit}</source>
      <translation>无限值，{unit}</translation>
    </message>
    <message>
      <source>no network</source>
      <translation>无网络</translation>
    </message>
    <message>
      <source>no reading</source>
      <translation>无读数</translation>
    </message>
    <message>
      <source>no reading at removal</source>
      <translation>拆下时未读取</translation>
    </message>
    <message>
      <source>no reading of {every} {unit}</source>
      <translation>无读数，周期 {every} {unit}</translation>
    </message>
    <message>
      <source>no reading yet</source>
      <translation>尚无读数</translation>
    </message>
    <message>
      <source>no report for {age}</source>
      <translation>{age} 未上报</translation>
    </message>
    <message>
      <source>nobody knows</source>
      <translation>无人知道</translation>
    </message>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>not done any more</source>
      <translation>不再进行</translation>
    </message>
    <message>
      <source>not in its table</source>
      <translation>不在其列表中</translation>
    </message>
    <message>
      <source>not known</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>not named</source>
      <translation>未指明</translation>
    </message>
    <message>
      <source>not read from the cable, type it</source>
      <translation>未从线缆读取，请输入</translation>
    </message>
    <message>
      <source>not registered</source>
      <translation>未登记</translation>
    </message>
    <message>
      <source>not reported</source>
      <translation>未上报</translation>
    </message>
    <message>
      <source>not shown</source>
      <translation>不显示</translation>
    </message>
    <message>
      <source>not told</source>
      <translation>未说明</translation>
    </message>
    <message>
      <source>not tried yet</source>
      <translation>尚未尝试</translation>
    </message>
    <message>
      <source>notes</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>nothing is over its interval</source>
      <translation>均未超期</translation>
    </message>
    <message>
      <source>nothing wrong seen</source>
      <translation>未见异常</translation>
    </message>
    <message>
      <source>now</source>
      <translation>刚刚</translation>
    </message>
    <message>
      <source>of the same model</source>
      <translation>同一型号</translation>
    </message>
    <message>
      <source>of {count} devices that report a state</source>
      <translation>共 {count} 台上报状态</translation>
    </message>
    <message>
      <source>of {every} {unit}</source>
      <translation>共 {every} {unit}</translation>
    </message>
    <message>
      <source>offline</source>
      <translation>离线</translation>
    </message>
    <message>
      <source>offline behind a live gateway</source>
      <translation>网关正常但离线</translation>
    </message>
    <message>
      <source>online</source>
      <translation>在线</translation>
    </message>
    <message>
      <source>only if it is</source>
      <translation>仅当其为</translation>
    </message>
    <message>
      <source>order {count}</source>
      <translation>订购 {count}</translation>
    </message>
    <message>
      <source>ordered</source>
      <translation>已下单</translation>
    </message>
    <message>
      <source>out of radio range</source>
      <translation>超出无线范围</translation>
    </message>
    <message>
      <source>overdue</source>
      <translation>已逾期</translation>
    </message>
    <message>
      <source>parts: {parts}</source>
      <translation>备件：{parts}</translation>
    </message>
    <message>
      <source>pass, flag, fail; a number in its unit; or words</source>
      <translation>pass、flag、fail；带单位的数字；或文字</translation>
    </message>
    <message>
      <source>problems</source>
      <translation>问题</translation>
    </message>
    <message>
      <source>productions</source>
      <translation>次出品</translation>
    </message>
    <message>
      <source>productions, {time}</source>
      <translation>次出品，{time}</translation>
    </message>
    <message>
      <source>read at</source>
      <translation>读取于</translation>
    </message>
    <message>
      <source>read by the machine</source>
      <translation>机器读取</translation>
    </message>
    <message>
      <source>read from the cable {age} ago</source>
      <translation>{age} 前从线缆读取</translation>
    </message>
    <message>
      <source>read {age} ago</source>
      <translation>{age} 前读取</translation>
    </message>
    <message>
      <source>reading {name} was changed or is missing</source>
      <translation>读数 {name} 被改动或缺失</translation>
    </message>
    <message>
      <source>recognised</source>
      <translation>已识别</translation>
    </message>
    <message>
      <source>record</source>
      <translation>条记录</translation>
    </message>
    <message>
      <source>records</source>
      <translation>条记录</translation>
    </message>
    <message>
      <source>refrigeration units</source>
      <translation>冷藏设备</translation>
    </message>
    <message>
      <source>remembered</source>
      <translation>已记住</translation>
    </message>
    <message>
      <source>rows as they are already known</source>
      <translation>已知的行</translation>
    </message>
    <message>
      <source>saved {when}</source>
      <translation>保存于 {when}</translation>
    </message>
    <message>
      <source>semicolon</source>
      <translation>分号</translation>
    </message>
    <message>
      <source>serial</source>
      <translation>序列号</translation>
    </message>
    <message>
      <source>serial of one device</source>
      <translation>一台设备的序列号</translation>
    </message>
    <message>
      <source>serial or tag of the device</source>
      <translation>设备的序列号或标签</translation>
    </message>
    <message>
      <source>shipped with Fleetdesk</source>
      <translation>Fleetdesk 自带</translation>
    </message>
    <message>
      <source>since an unknown time</source>
      <translation>起始时间未知</translation>
    </message>
    <message>
      <source>stands in the plan's history</source>
      <translation>记入计划历史</translation>
    </message>
    <message>
      <source>stands in the store's history</source>
      <translation>记入门店历史</translation>
    </message>
    <message>
      <source>stands in the time line</source>
      <translation>记入历史</translation>
    </message>
    <message>
      <source>started {when}</source>
      <translation>开始于 {when}</translation>
    </message>
    <message>
      <source>status</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>store</source>
      <translation>门店</translation>
    </message>
    <message>
      <source>supplier</source>
      <translation>供应商</translation>
    </message>
    <message>
      <source>switched off</source>
      <translation>已关闭</translation>
    </message>
    <message>
      <source>syrup dispensers</source>
      <translation>糖浆机</translation>
    </message>
    <message>
      <source>tab</source>
      <translation>制表符</translation>
    </message>
    <message>
      <source>test machines</source>
      <translation>测试机</translation>
    </message>
    <message>
      <source>the answers were changed</source>
      <translation>回答被改动</translation>
    </message>
    <message>
      <source>the cause was changed</source>
      <translation>原因被改动</translation>
    </message>
    <message>
      <source>the device was changed</source>
      <translation>设备被改动</translation>
    </message>
    <message>
      <source>the files were changed</source>
      <translation>文件被改动</translation>
    </message>
    <message>
      <source>the note was changed</source>
      <translation>备注被改动</translation>
    </message>
    <message>
      <source>the old module showed</source>
      <translation>旧模块显示值</translation>
    </message>
    <message>
      <source>the readings were changed</source>
      <translation>读数被改动</translation>
    </message>
    <message>
      <source>the seal's own list of parts was changed</source>
      <translation>封存自身的部分清单被改动</translation>
    </message>
    <message>
      <source>the services done were changed</source>
      <translation>已做保养被改动</translation>
    </message>
    <message>
      <source>the signature does not fit its content</source>
      <translation>签名与内容不符</translation>
    </message>
    <message>
      <source>the signer was changed</source>
      <translation>签名人被改动</translation>
    </message>
    <message>
      <source>the signing key was changed</source>
      <translation>签名密钥被改动</translation>
    </message>
    <message>
      <source>the template is not the one that was answered</source>
      <translation>模板不是当时回答的那一份</translation>
    </message>
    <message>
      <source>the template's hash was changed</source>
      <translation>模板的哈希被改动</translation>
    </message>
    <message>
      <source>the template's version was changed</source>
      <translation>模板版本被改动</translation>
    </message>
    <message>
      <source>the verdict was changed</source>
      <translation>结论被改动</translation>
    </message>
    <message>
      <source>times of {zone}</source>
      <translation>时间按 {zone}</translation>
    </message>
    <message>
      <source>today</source>
      <translation>今天</translation>
    </message>
    <message>
      <source>typed by hand</source>
      <translation>手动输入</translation>
    </message>
    <message>
      <source>undone</source>
      <translation>已撤回</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>until {day}</source>
      <translation>截至 {day}</translation>
    </message>
    <message>
      <source>uses</source>
      <translation>次使用</translation>
    </message>
    <message>
      <source>waiting for the first sample</source>
      <translation>等待首个采样</translation>
    </message>
    <message>
      <source>was {value}</source>
      <translation>原为 {value}</translation>
    </message>
    <message>
      <source>week {n}: {count}</source>
      <translation>第 {n} 周：{count}</translation>
    </message>
    <message>
      <source>what was done, or why it is not needed</source>
      <translation>做了什么，或为何不需要</translation>
    </message>
    <message>
      <source>wired</source>
      <translation>有线</translation>
    </message>
    <message>
      <source>wk {n}</source>
      <translation>第{n}周</translation>
    </message>
    <message>
      <source>workstation key {key}</source>
      <translation>工作站密钥 {key}</translation>
    </message>
    <message>
      <source>wrong</source>
      <translation>错误</translation>
    </message>
    <message>
      <source>wrong by {off}</source>
      <translation>偏差 {off}</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>是</translation>
    </message>
    <message>
      <source>{about} was edited although it was retired</source>
      <translation>{about} 已报废，却被编辑</translation>
    </message>
    <message>
      <source>{about} was inspected although it was retired</source>
      <translation>{about} 已报废，却被检查</translation>
    </message>
    <message>
      <source>{adapter} fits no driver, so it was left alone. Asking only reads.</source>
      <translation>{adapter} 不匹配任何驱动，因此未触碰。询问只读取。</translation>
    </message>
    <message>
      <source>{age} ago</source>
      <translation>{age} 前</translation>
    </message>
    <message>
      <source>{answered} of {of} answered</source>
      <translation>已答 {answered}/{of}</translation>
    </message>
    <message>
      <source>{at} by {who}: {changed} of {rows} rows changed something</source>
      <translation>{at}，{who}：{rows} 行中 {changed} 行有更改</translation>
    </message>
    <message>
      <source>{broken} of {count} seals are broken.</source>
      <translation>{count} 个封存中有 {broken} 个已破坏。</translation>
    </message>
    <message>
      <source>{count} behind a dead gateway</source>
      <translation>{count} 台在离线网关之下</translation>
    </message>
    <message>
      <source>{count} d</source>
      <translation>{count} 天</translation>
    </message>
    <message>
      <source>{count} days</source>
      <translation>{count} 天</translation>
    </message>
    <message>
      <source>{count} devices are in {file}.</source>
      <translation>{file} 中有 {count} 台设备。</translation>
    </message>
    <message>
      <source>{count} differences</source>
      <translation>{count} 处不同</translation>
    </message>
    <message>
      <source>{count} driver packs are in force.</source>
      <translation>{count} 个驱动包生效。</translation>
    </message>
    <message>
      <source>{count} due</source>
      <translation>{count} 项到期</translation>
    </message>
    <message>
      <source>{count} due now</source>
      <translation>{count} 项现已到期</translation>
    </message>
    <message>
      <source>{count} early</source>
      <translation>提前 {count}</translation>
    </message>
    <message>
      <source>{count} files</source>
      <translation>{count} 个文件</translation>
    </message>
    <message>
      <source>{count} files, {size} bytes</source>
      <translation>{count} 个文件，{size} 字节</translation>
    </message>
    <message>
      <source>{count} h</source>
      <translation>{count} 小时</translation>
    </message>
    <message>
      <source>{count} hours</source>
      <translation>{count} 小时</translation>
    </message>
    <message>
      <source>{count} inspections are not signed yet</source>
      <translation>{count} 份检查尚未签字</translation>
    </message>
    <message>
      <source>{count} inspections.</source>
      <translation>{count} 次检查。</translation>
    </message>
    <message>
      <source>{count} labels are in {file}.</source>
      <translation>{file} 中有 {count} 张标签。</translation>
    </message>
    <message>
      <source>{count} late</source>
      <translation>超期 {count}</translation>
    </message>
    <message>
      <source>{count} left</source>
      <translation>剩余 {count}</translation>
    </message>
    <message>
      <source>{count} lines are in {file}.</source>
      <translation>{file} 中有 {count} 行。</translation>
    </message>
    <message>
      <source>{count} may follow</source>
      <translation>{count} 项可能随后</translation>
    </message>
    <message>
      <source>{count} min</source>
      <translation>{count} 分钟</translation>
    </message>
    <message>
      <source>{count} minutes</source>
      <translation>{count} 分钟</translation>
    </message>
    <message>
      <source>{count} more</source>
      <translation>另 {count} 项</translation>
    </message>
    <message>
      <source>{count} more are due in other stores.</source>
      <translation>其他门店还有 {count} 项到期。</translation>
    </message>
    <message>
      <source>{count} more soon.</source>
      <translation>另有 {count} 项即将到期。</translation>
    </message>
    <message>
      <source>{count} never reported</source>
      <translation>{count} 台从未上报</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen an hour ago</source>
      <translation>{of} 台{things}中 {count} 台最后出现于一小时前</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen less than an hour ago</source>
      <translation>{of} 台{things}中 {count} 台一小时内出现过</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen {least} to {most} days ago</source>
      <translation>{of} 台{things}中 {count} 台最后出现于 {least} 至 {most} 天前</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen {least} to {most} hours ago</source>
      <translation>{of} 台{things}中 {count} 台最后出现于 {least} 至 {most} 小时前</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen {most} days ago</source>
      <translation>{of} 台{things}中 {count} 台最后出现于 {most} 天前</translation>
    </message>
    <message>
      <source>{count} of {of} {things} last seen {most} hours ago</source>
      <translation>{of} 台{things}中 {count} 台最后出现于 {most} 小时前</translation>
    </message>
    <message>
      <source>{count} of {of} {things} never seen</source>
      <translation>{of} 台{things}中 {count} 台从未出现</translation>
    </message>
    <message>
      <source>{count} over</source>
      <translation>超出 {count}</translation>
    </message>
    <message>
      <source>{count} photos</source>
      <translation>{count} 张照片</translation>
    </message>
    <message>
      <source>{count} pulled forward</source>
      <translation>{count} 项提前</translation>
    </message>
    <message>
      <source>{count} records</source>
      <translation>{count} 条记录</translation>
    </message>
    <message>
      <source>{count} records and photos are not on the hub yet.</source>
      <translation>{count} 条记录和照片尚未到中心。</translation>
    </message>
    <message>
      <source>{count} rows are in {file}.</source>
      <translation>{file} 中有 {count} 行。</translation>
    </message>
    <message>
      <source>{count} s</source>
      <translation>{count} 秒</translation>
    </message>
    <message>
      <source>{count} samples are in {path}</source>
      <translation>{path} 中有 {count} 个采样</translation>
    </message>
    <message>
      <source>{count} samples at {rate} Hz</source>
      <translation>{count} 个采样，{rate} Hz</translation>
    </message>
    <message>
      <source>{count} seals are broken.</source>
      <translation>{count} 个封存已破坏。</translation>
    </message>
    <message>
      <source>{count} seals hold.</source>
      <translation>{count} 个封存完好。</translation>
    </message>
    <message>
      <source>{count} services are due</source>
      <translation>{count} 项保养到期</translation>
    </message>
    <message>
      <source>{count} services done.</source>
      <translation>已完成 {count} 次保养。</translation>
    </message>
    <message>
      <source>{count} soon</source>
      <translation>{count} 项即将到期</translation>
    </message>
    <message>
      <source>{count} to look at</source>
      <translation>{count} 项待查看</translation>
    </message>
    <message>
      <source>{count} units on the cable</source>
      <translation>线缆上有 {count} 台设备</translation>
    </message>
    <message>
      <source>{count} waiting</source>
      <translation>{count} 项等待</translation>
    </message>
    <message>
      <source>{count} wrong</source>
      <translation>{count} 项错误</translation>
    </message>
    <message>
      <source>{days} business days over</source>
      <translation>逾期 {days} 个工作日</translation>
    </message>
    <message>
      <source>{device} holds it</source>
      <translation>在 {device} 里</translation>
    </message>
    <message>
      <source>{done} of {total} KiB</source>
      <translation>{done}/{total} KiB</translation>
    </message>
    <message>
      <source>{done} of {total} KiB, {rate} KiB/s, {left} s left</source>
      <translation>{done}/{total} KiB，{rate} KiB/s，剩余 {left} 秒</translation>
    </message>
    <message>
      <source>{done} of {total} inspected</source>
      <translation>已检查 {done}/{total}</translation>
    </message>
    <message>
      <source>{due} services are due, of {devices} that the plans count.</source>
      <translation>计划覆盖的 {devices} 台中 {due} 项保养到期。</translation>
    </message>
    <message>
      <source>{field} cleared</source>
      <translation>{field} 已清除</translation>
    </message>
    <message>
      <source>{field} is now {value}</source>
      <translation>{field} 改为 {value}</translation>
    </message>
    <message>
      <source>{field} of {about}</source>
      <translation>{about} 的{field}</translation>
    </message>
    <message>
      <source>{field}: one side says {one}, the other {two}.</source>
      <translation>{field}：一方为 {one}，另一方为 {two}。</translation>
    </message>
    <message>
      <source>{files} files are only on this laptop.</source>
      <translation>{files} 个文件只在这台电脑上。</translation>
    </message>
    <message>
      <source>{file}: 1 page.</source>
      <translation>{file}：1 页。</translation>
    </message>
    <message>
      <source>{file}: {count} pages.</source>
      <translation>{file}：{count} 页。</translation>
    </message>
    <message>
      <source>{gone} and {stays} are two devices after all.</source>
      <translation>{gone} 与 {stays} 其实是两台设备。</translation>
    </message>
    <message>
      <source>{gone} devices are gone from the registry.</source>
      <translation>{gone} 台设备已从登记中移除。</translation>
    </message>
    <message>
      <source>{gone} is the same unit as {stays} and goes on as it.</source>
      <translation>{gone} 与 {stays} 是同一台，并入后者。</translation>
    </message>
    <message>
      <source>{hours} daily</source>
      <translation>每天 {hours}</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
      <source>{hours}, {days} of 7 days</source>
      <translation>{hours}，每周 {days} 天</translation>
    </message>
    <message>
      <source>{ip} by DHCP, lease ends in {lease}</source>
      <translation>{ip}（DHCP），租约 {lease} 后到期</translation>
    </message>
    <message>
      <source>{ip} by DHCP, lease for {lease}</source>
      <translation>{ip}（DHCP），租约 {lease}</translation>
    </message>
    <message>
      <source>{ip}, fixed</source>
      <translation>{ip}（固定）</translation>
    </message>
    <message>
      <source>{kept} kept</source>
      <translation>备存 {kept}</translation>
    </message>
    <message>
      <source>{kind} of {about}</source>
      <translation>{about} 的 {kind}</translation>
    </message>
    <message>
      <source>{kind}: needs a newer Fleetdesk.</source>
      <translation>{kind}：需要更新版 Fleetdesk。</translation>
    </message>
    <message>
      <source>{listed} and {last} since the swap on {at}.</source>
      <translation>{listed}，{last}（自 {at} 更换后）。</translation>
    </message>
    <message>
      <source>{more} become due, {fewer} are no longer due.</source>
      <translation>{more} 项变为到期，{fewer} 项不再到期。</translation>
    </message>
    <message>
      <source>{name} ({what}): {because} by {who}, {at}</source>
      <translation>{name}（{what}）：{because}，{who}，{at}</translation>
    </message>
    <message>
      <source>{name} is changed.</source>
      <translation>{name} 已更改。</translation>
    </message>
    <message>
      <source>{name} {due} of {devices}</source>
      <translation>{name} {due}/{devices}</translation>
    </message>
    <message>
      <source>{name}, staff number {number}</source>
      <translation>{name}，员工编号 {number}</translation>
    </message>
    <message>
      <source>{name}, {seconds} s, at most {value} {unit}</source>
      <translation>{name}，{seconds} 秒，至多 {value} {unit}</translation>
    </message>
    <message>
      <source>{new} new, {changed} changed, {unchanged} unchanged, {refused} problems left out.</source>
      <translation>新增 {new}，更改 {changed}，未变 {unchanged}，忽略问题 {refused}。</translation>
    </message>
    <message>
      <source>{new} new, {changed} changed, {unchanged} unchanged.</source>
      <translation>新增 {new}，更改 {changed}，未变 {unchanged}。</translation>
    </message>
    <message>
      <source>{n} counted at {target}</source>
      <translation>在 {target} 盘点 {n}</translation>
    </message>
    <message>
      <source>{n} delivered to {target}</source>
      <translation>到货 {n} 至 {target}</translation>
    </message>
    <message>
      <source>{n} from {source} to {target}</source>
      <translation>{n} 从 {source} 到 {target}</translation>
    </message>
    <message>
      <source>{n} inspections to finish</source>
      <translation>{n} 项检查待完成</translation>
    </message>
    <message>
      <source>{n} of {of} silent units hang on one gateway, against {others} of {of_others} others.</source>
      <translation>{of} 台失联设备中 {n} 台在同一网关，其他 {of_others} 台中为 {others} 台。</translation>
    </message>
    <message>
      <source>{n} of {of} silent units run {value}, against {others} of {of_others} others.</source>
      <translation>{of} 台失联设备中 {n} 台运行 {value}，其他 {of_others} 台中为 {others} 台。</translation>
    </message>
    <message>
      <source>{n} of {of} silent units stand in {value}, against {others} of {of_others} others.</source>
      <translation>{of} 台失联设备中 {n} 台在 {value}，其他 {of_others} 台中为 {others} 台。</translation>
    </message>
    <message>
      <source>{n} open work orders</source>
      <translation>{n} 个未完成工单</translation>
    </message>
    <message>
      <source>{n} overdue</source>
      <translation>{n} 个逾期</translation>
    </message>
    <message>
      <source>{n} services due</source>
      <translation>{n} 项保养到期</translation>
    </message>
    <message>
      <source>{n} used from {source}</source>
      <translation>从 {source} 使用 {n}</translation>
    </message>
    <message>
      <source>{online} of {count} online, as the gateway sees them</source>
      <translation>网关所见：{count} 台中 {online} 台在线</translation>
    </message>
    <message>
      <source>{online} of {n} online</source>
      <translation>{n} 台中 {online} 台在线</translation>
    </message>
    <message>
      <source>{paid} paid, {test} test, {free} free; {products} products.</source>
      <translation>付费 {paid}，测试 {test}，免费 {free}；共 {products} 种产品。</translation>
    </message>
    <message>
      <source>{port} does not work</source>
      <translation>{port} 无法工作</translation>
    </message>
    <message>
      <source>{progress}, 1 business day left.</source>
      <translation>{progress}，剩 1 个工作日。</translation>
    </message>
    <message>
      <source>{progress}, today is the last day.</source>
      <translation>{progress}，今天是最后一天。</translation>
    </message>
    <message>
      <source>{progress}, {days} business days left.</source>
      <translation>{progress}，剩 {days} 个工作日。</translation>
    </message>
    <message>
      <source>{progress}, {days} business days over time.</source>
      <translation>{progress}，超期 {days} 个工作日。</translation>
    </message>
    <message>
      <source>{rate} a second · now {now} {unit} · highest {high} {unit} in {seconds} s</source>
      <translation>每秒 {rate} 次 · 当前 {now} {unit} · {seconds} 秒内最高 {high} {unit}</translation>
    </message>
    <message>
      <source>{rate} {unit} on an open day, from {readings} readings over a day.</source>
      <translation>每营业日 {rate} {unit}，依据一天内 {readings} 次读数。</translation>
    </message>
    <message>
      <source>{rate} {unit} on an open day, from {readings} readings over {days} days.</source>
      <translation>每营业日 {rate} {unit}，依据 {days} 天内 {readings} 次读数。</translation>
    </message>
    <message>
      <source>{rate} {unit} on an open day, from {readings} readings within a day.</source>
      <translation>每营业日 {rate} {unit}，依据不到一天内 {readings} 次读数。</translation>
    </message>
    <message>
      <source>{records} and {files}</source>
      <translation>{records}，{files}</translation>
    </message>
    <message>
      <source>{records} records are only on this laptop.</source>
      <translation>{records} 条记录只在这台电脑上。</translation>
    </message>
    <message>
      <source>{registered}, module says {said}</source>
      <translation>{registered}，模块为 {said}</translation>
    </message>
    <message>
      <source>{rows} rows are imported</source>
      <translation>已导入 {rows} 行</translation>
    </message>
    <message>
      <source>{seconds} s</source>
      <translation>{seconds} 秒</translation>
    </message>
    <message>
      <source>{seconds} s before the end</source>
      <translation>结束前 {seconds} 秒</translation>
    </message>
    <message>
      <source>{seconds} s, highest {peak} A</source>
      <translation>{seconds} 秒，最高 {peak} A</translation>
    </message>
    <message>
      <source>{serial} restarted; counters and settings are kept.</source>
      <translation>{serial} 已重启；计数器和设置保留。</translation>
    </message>
    <message>
      <source>{serial} runs {version} now.</source>
      <translation>{serial} 现运行 {version}。</translation>
    </message>
    <message>
      <source>{stage}: {done} of {total}</source>
      <translation>{stage}：{done} / {total}</translation>
    </message>
    <message>
      <source>{stage}: {done} of {total} rows, {rate} a second</source>
      <translation>{stage}：{done}/{total} 行，每秒 {rate} 行</translation>
    </message>
    <message>
      <source>{state} for {age}</source>
      <translation>{state}，已 {age}</translation>
    </message>
    <message>
      <source>{stores} stores hold {devices} devices; services are due in {due} of them.</source>
      <translation>{stores} 家门店共 {devices} 台设备；其中 {due} 家有保养到期。</translation>
    </message>
    <message>
      <source>{task}: performed</source>
      <translation>{task}：已完成</translation>
    </message>
    <message>
      <source>{template}, version {version}: what has begun keeps the version that it began with.</source>
      <translation>{template}，版本 {version}：已开始的检查沿用原版本。</translation>
    </message>
    <message>
      <source>{title} is due as planned again.</source>
      <translation>{title} 恢复按计划到期。</translation>
    </message>
    <message>
      <source>{title} postponed until {at}.</source>
      <translation>{title} 推迟至 {at}。</translation>
    </message>
    <message>
      <source>{title} postponed until {uses} uses.</source>
      <translation>{title} 推迟至 {uses} 次使用。</translation>
    </message>
    <message>
      <source>{title}: not on this laptop yet</source>
      <translation>{title}：还不在这台电脑上</translation>
    </message>
    <message>
      <source>{title}: {done} of {total} inspected, 1 business day left</source>
      <translation>{title}：已检查 {done}/{total}，剩余 1 个工作日</translation>
    </message>
    <message>
      <source>{title}: {done} of {total} inspected, {days} business days left</source>
      <translation>{title}：已检查 {done}/{total}，剩余 {days} 个工作日</translation>
    </message>
    <message>
      <source>{title}: {done} of {total} inspected, {days} business days over</source>
      <translation>{title}：已检查 {done}/{total}，超期 {days} 个工作日</translation>
    </message>
    <message>
      <source>{total} devices would belong now.</source>
      <translation>目前有 {total} 台设备符合。</translation>
    </message>
    <message>
      <source>{unit} on {port}</source>
      <translation>{unit}（{port}）</translation>
    </message>
    <message>
      <source>{unit} since its last service, or a day: 2026-12-31</source>
      <translation>上次保养后的{unit}，或日期：2026-12-31</translation>
    </message>
    <message>
      <source>{uses} of {every} {unit}</source>
      <translation>{uses}/{every} {unit}</translation>
    </message>
    <message>
      <source>{uses} of {every} {unit}, {state}</source>
      <translation>{uses}/{every} {unit}，{state}</translation>
    </message>
    <message>
      <source>{uses} of {every} {unit}: {state}</source>
      <translation>{uses}/{every} {unit}：{state}</translation>
    </message>
    <message>
      <source>{uses} on module {module}</source>
      <translation>模块 {module} 上 {uses}</translation>
    </message>
    <message>
      <source>{uses} {unit} counted since {at}; never serviced since.</source>
      <translation>自 {at} 起计 {uses} {unit}；此后未保养。</translation>
    </message>
    <message>
      <source>{uses} {unit} since the service on {at}.</source>
      <translation>自 {at} 保养后 {uses} {unit}。</translation>
    </message>
    <message>
      <source>{what} wait for the hub</source>
      <translation>{what}等待中心</translation>
    </message>
    <message>
      <source>{what} waits for the hub</source>
      <translation>{what}等待中心</translation>
    </message>
    <message>
      <source>{who} chose on {at}: {reason}</source>
      <translation>{who} 于 {at} 选择：{reason}</translation>
    </message>
    <message>
      <source>{who} edited {about} on {at}, not knowing that: {value}.</source>
      <translation>{who} 于 {at} 在不知情时编辑了 {about}：{value}。</translation>
    </message>
    <message>
      <source>{who} fitted a module in {about} on {at} in {place}.</source>
      <translation>{who} 于 {at} 在 {place} 给 {about} 装入了模块。</translation>
    </message>
    <message>
      <source>{who} fitted a module in {about} on {at}.</source>
      <translation>{who} 于 {at} 给 {about} 装入了模块。</translation>
    </message>
    <message>
      <source>{who} inspected {about} on {at} in {place}.</source>
      <translation>{who} 于 {at} 在 {place} 检查了 {about}。</translation>
    </message>
    <message>
      <source>{who} inspected {about} on {at}.</source>
      <translation>{who} 于 {at} 检查了 {about}。</translation>
    </message>
    <message>
      <source>{who} recorded module {module} in {device} on {at} in {place}.</source>
      <translation>{who} 于 {at} 在 {place} 记录模块 {module} 在 {device} 里。</translation>
    </message>
    <message>
      <source>{who} recorded module {module} in {device} on {at}.</source>
      <translation>{who} 于 {at} 记录模块 {module} 在 {device} 里。</translation>
    </message>
    <message>
      <source>{who} recorded {about} in {value} on {at}.</source>
      <translation>{who} 于 {at} 记录 {about} 在 {value}。</translation>
    </message>
    <message>
      <source>{who} retired {about} on {at}.</source>
      <translation>{who} 于 {at} 报废了 {about}。</translation>
    </message>
    <message>
      <source>{who} said on {at} that it is the same unit as {device}.</source>
      <translation>{who} 于 {at} 说它与 {device} 是同一台。</translation>
    </message>
    <message>
      <source>{who} set it to every {value} on {at}.</source>
      <translation>{who} 于 {at} 把它设为每 {value}。</translation>
    </message>
    <message>
      <source>{who} wrote {value} on {at}.</source>
      <translation>{who} 于 {at} 写了 {value}。</translation>
    </message>
    <message>
      <source>{words}, {rate} a second, {left} s left</source>
      <translation>{words}，每秒 {rate}，还需 {left} 秒</translation>
    </message>
  </context>
</TS>
