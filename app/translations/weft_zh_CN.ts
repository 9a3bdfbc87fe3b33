<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Weft</name>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>"{name}" is no number.</source>
        <translation>“{name}”不是数字。</translation>
    </message>
    <message>
        <location filename="app/docks/fixing.py"/>
        <source>"{name}" is on the clipboard.</source>
        <translation>“{name}”已复制到剪贴板。</translation>
    </message>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>"{typed}" is no number and no sum.</source>
        <translation>“{typed}”既不是数字也不是算式。</translation>
    </message>
    <message>
        <location filename="app/sweeps/value_chips.py"/>
        <source>+{number}</source>
        <translation>+{number}</translation>
    </message>
    <message>
        <location filename="app/look/words.py"/>
        <location filename="app/running/words.py"/>
        <location filename="app/sweeps/grid.py"/>
        <location filename="app/sweeps/grid_model.py"/>
        <location filename="app/sweeps/sweep_run.py"/>
        <location filename="app/timings/words.py"/>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>1 action has other keys.</source>
        <translation>有 1 个操作改过快捷键。</translation>
    </message>
    <message>
        <location filename="app/preview/dock.py"/>
        <source>1:1</source>
        <translation>1:1</translation>
    </message>
    <message>
        <location filename="app/sweeps/axis_form.py"/>
        <source>4, 6.5, 9 or 4:9:1 or 4:9:x6</source>
        <translation>4, 6.5, 9 或 4:9:1 或 4:9:x6</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweeps.py"/>
        <source>A copy with {values}.</source>
        <translation>{values} 的副本。</translation>
    </message>
    <message>
        <location filename="app/gallery/query.py"/>
        <source>A date reads 2026-11-21, 2026-11, 2026, today, yesterday or 7d.</source>
        <translation>日期写作 2026-11-21、2026-11、2026、today、yesterday 或 7d。</translation>
    </message>
    <message>
        <location filename="app/dialogs/model_folders.py"/>
        <source>A folder with models</source>
        <translation>包含模型的文件夹</translation>
    </message>
    <message>
        <location filename="app/tools/wiring_by_keys.py"/>
        <source>A new node…</source>
        <translation>新节点…</translation>
    </message>
    <message>
        <location filename="app/editors/seed.py"/>
        <source>A new seed for each run</source>
        <translation>每次运行使用新种子</translation>
    </message>
    <message>
        <location filename="app/preview/branch_dialog.py"/>
        <source>A new tab with this workflow, where {sampler} goes on differently after the step. The steps up to it come from the cache; only those after it are computed.</source>
        <translation>在新标签页中打开此工作流，{sampler} 从该步之后以不同方式继续。该步及之前的各步来自缓存，只计算其后的步。</translation>
    </message>
    <message>
        <location filename="app/gallery/schema.py"/>
        <source>A newer version of Weft made the gallery's index; stars, ratings and tags are shown, but can't be changed here.</source>
        <translation>图库索引由更新版本的 Weft 创建；星标、评分和标签可以查看，但无法在此更改。</translation>
    </message>
    <message>
        <location filename="app/dialogs/about.py"/>
        <source>A node-based studio and engine for Stable Diffusion that repeats only what changed.</source>
        <translation>基于节点的 Stable Diffusion 工作室与引擎，只重新计算有变化的部分。</translation>
    </message>
    <message>
        <location filename="app/engine/connection.py"/>
        <source>A picture is lost: {why}</source>
        <translation>丢失了一张图片：{why}</translation>
    </message>
    <message>
        <location filename="app/verifying/commands.py"/>
        <source>A picture to make again</source>
        <translation>要重新生成的图片</translation>
    </message>
    <message>
        <location filename="app/sweeps/axis_form.py"/>
        <source>A random seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="app/gallery/query.py"/>
        <source>A rating reads 4, &gt;=4, &lt;3 or 2-4, up to 5.</source>
        <translation>评分写作 4、&gt;=4、&lt;3 或 2-4，最高为 5。</translation>
    </message>
    <message>
        <location filename="app/gallery/query.py"/>
        <source>A size reads 1024 or 1024x768.</source>
        <translation>尺寸写作 1024 或 1024x768。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>A variant that shares the steps up to the one in the preview.</source>
        <translation>与预览中该步及之前各步共用计算的变体。</translation>
    </message>
    <message>
        <location filename="app/preview/compare_view.py"/>
        <source>A · {name}</source>
        <translation>A · {name}</translation>
    </message>
    <message>
        <location filename="app/preview/compare_view.py"/>
        <source>A: {first}, B: {second}</source>
        <translation>A：{first}，B：{second}</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/dialogs/about.py"/>
        <source>About Weft</source>
        <translation>关于 Weft</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Across</source>
        <translation>横向</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Add a dot</source>
        <translation>添加转接点</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Add a folder with models</source>
        <translation>添加包含模型的文件夹</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>Add a node</source>
        <translation>添加节点</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Add a node…</source>
        <translation>添加节点…</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Add a note</source>
        <translation>添加便签</translation>
    </message>
    <message>
        <location filename="app/sweeps/axis_form.py"/>
        <source>Add a value</source>
        <translation>添加值</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Add an axis</source>
        <translation>添加轴</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Add another…</source>
        <translation>再添加一个…</translation>
    </message>
    <message>
        <location filename="app/tools/dot.py"/>
        <source>Add dot</source>
        <translation>添加转接点</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <location filename="app/tools/commands.py"/>
        <source>Add note</source>
        <translation>添加便签</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Add the copied nodes at the cursor.</source>
        <translation>在光标处添加已复制的节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Add the copied nodes, linked to the same sources as the originals.</source>
        <translation>添加已复制的节点，并连接到与原节点相同的来源。</translation>
    </message>
    <message>
        <location filename="app/docks/fixes.py"/>
        <source>Add {node}</source>
        <translation>添加 {node}</translation>
    </message>
    <message>
        <location filename="app/docks/placing.py"/>
        <location filename="app/tools/adding.py"/>
        <location filename="app/tools/linking.py"/>
        <location filename="app/tools/stage.py"/>
        <source>Add {type}</source>
        <translation>添加 {type}</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Adds what is in the box</source>
        <translation>把框内的内容加入选择</translation>
    </message>
    <message>
        <location filename="app/dialogs/model_folders.py"/>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Align</source>
        <translation>对齐</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Align bottoms</source>
        <translation>底部对齐</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Align left</source>
        <translation>左对齐</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Align right</source>
        <translation>右对齐</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Align tops</source>
        <translation>顶部对齐</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_head.py"/>
        <location filename="app/docks/problems.py"/>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>All keys</source>
        <translation>全部快捷键</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>All keys and gestures; change the keys there.</source>
        <translation>全部快捷键与手势；可在此更改快捷键。</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>All keys are the defaults.</source>
        <translation>所有快捷键均为默认。</translation>
    </message>
    <message>
        <location filename="app/docks/problems.py"/>
        <source>All {number}</source>
        <translation>全部 {number}</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Alt-click a port</source>
        <translation>Alt+单击端口</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Alt-drag a node</source>
        <translation>Alt+拖动节点</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>An axis can't be read; nothing runs before it can.</source>
        <translation>有一个轴无法读取；在可以读取之前不会运行。</translation>
    </message>
    <message>
        <location filename="app/verifying/verified.py"/>
        <source>Another picture comes out now</source>
        <translation>现在得到的是另一张图片</translation>
    </message>
    <message>
        <location filename="app/gallery/guarded_index.py"/>
        <source>Another program has locked the gallery's index. Try again in a moment.</source>
        <translation>另一个程序锁定了图库索引。请稍后再试。</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>Any family</source>
        <translation>任意系列</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Arrange the selection in columns, with no wire behind a node.</source>
        <translation>将所选内容按列排列，连线不从节点后面穿过。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Arrange the whole workflow in columns.</source>
        <translation>将整个工作流按列排列。</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Arrows walk from bar to bar, plus and minus zoom, Enter shows a bar whole.</source>
        <translation>方向键在各条之间移动，加号和减号缩放，Enter 显示整条。</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>At most {most} are made at once.</source>
        <translation>一次最多生成 {most} 张。</translation>
    </message>
    <message>
        <location filename="app/preview/compare_view.py"/>
        <source>B · {name}</source>
        <translation>B · {name}</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Back to an earlier version…</source>
        <translation>恢复较早版本…</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Back to the outside.</source>
        <translation>回到外层。</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <source>Back to the version of {when}; undo brings back what you had.</source>
        <translation>已回到 {when} 的版本；撤销可恢复之前的内容。</translation>
    </message>
    <message>
        <location filename="app/page/breadcrumb.py"/>
        <source>Back to {name}</source>
        <translation>返回 {name}</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <source>Back to {when}</source>
        <translation>回到 {when}</translation>
    </message>
    <message>
        <location filename="app/running/batch_count.py"/>
        <location filename="app/running/run_bar.py"/>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <location filename="app/preview/branch_dialog.py"/>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Branch from here…</source>
        <translation>从此处分支…</translation>
    </message>
    <message>
        <location filename="app/preview/branch_dialog.py"/>
        <source>Branch from step {step}</source>
        <translation>从第 {step} 步分支</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Branch from step {step}…</source>
        <translation>从第 {step} 步分支…</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Branch from this step…</source>
        <translation>从此步分支…</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Break all its wires</source>
        <translation>断开它的所有连线</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <location filename="app/tools/gestures.py"/>
        <source>Break links of {port}</source>
        <translation>断开 {port} 的连线</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Bring back from the trash</source>
        <translation>从回收站恢复</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Bring back the tab that was closed last.</source>
        <translation>重新打开最近关闭的标签页。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Bring the selection into view.</source>
        <translation>将所选内容移入视野。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Bring the whole workflow into view.</source>
        <translation>将整个工作流移入视野。</translation>
    </message>
    <message>
        <location filename="app/editors/picture.py"/>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Bypass</source>
        <translation>旁路</translation>
    </message>
    <message>
        <location filename="app/docks/state_badge.py"/>
        <source>Bypassed</source>
        <translation>已旁路</translation>
    </message>
    <message>
        <location filename="app/running/gauge.py"/>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <location filename="app/docks/state_badge.py"/>
        <source>Cached</source>
        <translation>已缓存</translation>
    </message>
    <message>
        <location filename="app/compare/compare_dialog.py"/>
        <location filename="app/compare/versions_dialog.py"/>
        <location filename="app/dialogs/templates.py"/>
        <location filename="app/dialogs/unsaved.py"/>
        <location filename="app/docks/queue_menu.py"/>
        <location filename="app/docks/queue_rows.py"/>
        <location filename="app/editors/mask_painter/painter.py"/>
        <location filename="app/look/file_dialog.py"/>
        <location filename="app/preview/branch_dialog.py"/>
        <location filename="app/preview/export_dialog.py"/>
        <location filename="app/sweeps/dialog.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Cancel the gesture</source>
        <translation>取消当前手势</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <location filename="app/dialogs/settings.py"/>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <location filename="app/tools/subgraph_commands.py"/>
        <source>Change the subgraph's values</source>
        <translation>更改子图的值</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Changes hold at once.</source>
        <translation>更改立即生效。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Changes it; Shift finely, Ctrl coarsely</source>
        <translation>更改数值；按住 Shift 微调，按住 Ctrl 粗调</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <location filename="app/sweeps/page.py"/>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Checkpoints</source>
        <translation>检查点</translation>
    </message>
    <message>
        <location filename="app/sweeps/page.py"/>
        <source>Choose a cell to see it in the preview; Enter opens it as a workflow.</source>
        <translation>选择单元格可在预览中查看；按 Enter 作为工作流打开。</translation>
    </message>
    <message>
        <location filename="app/editors/picture.py"/>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <location filename="app/compare/compare_dialog.py"/>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <location filename="app/editors/model.py"/>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <location filename="app/sweeps/param_field.py"/>
        <source>Choose a param</source>
        <translation>选择参数</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Choose a param and give it values.</source>
        <translation>选择一个参数并给出取值。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Choose a port of the node, then where its wire goes.</source>
        <translation>选择节点的一个端口，再选择连线通往何处。</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Chrome traces</source>
        <translation>Chrome 跟踪文件</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <location filename="app/docks/filter_field.py"/>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Clear the history</source>
        <translation>清除历史记录</translation>
    </message>
    <message>
        <location filename="app/docks/log.py"/>
        <source>Clear the log</source>
        <translation>清除日志</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Click a value</source>
        <translation>单击一个值</translation>
    </message>
    <message>
        <location filename="app/tools/move.py"/>
        <source>Clone</source>
        <translation>克隆</translation>
    </message>
    <message>
        <location filename="app/compare/versions_dialog.py"/>
        <location filename="app/dialogs/about.py"/>
        <location filename="app/dialogs/keys.py"/>
        <location filename="app/dialogs/settings.py"/>
        <location filename="app/docks/gallery_undo.py"/>
        <location filename="app/docks/panel_header.py"/>
        <location filename="app/verifying/dialog.py"/>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/look/tab_bar.py"/>
        <source>Close tab</source>
        <translation>关闭标签页</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Close the studio; what is unsaved is kept.</source>
        <translation>关闭工作室；未保存的内容会保留。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Close this workflow.</source>
        <translation>关闭此工作流。</translation>
    </message>
    <message>
        <location filename="app/docks/panel_header.py"/>
        <source>Close {panel}</source>
        <translation>关闭“{panel}”</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Collapse</source>
        <translation>折叠</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <location filename="app/docks/box_form.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <location filename="app/editors/colour.py"/>
        <source>Colour as hex</source>
        <translation>十六进制颜色</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <source>Colour of {type}</source>
        <translation>{type} 的颜色</translation>
    </message>
    <message>
        <location filename="app/top_bar.py"/>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <location filename="app/top_bar.py"/>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Command palette…</source>
        <translation>命令面板…</translation>
    </message>
    <message>
        <location filename="app/compare/compare_dialog.py"/>
        <location filename="app/compare/versions_dialog.py"/>
        <location filename="app/preview/compare_bar.py"/>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Compare A and B</source>
        <translation>比较 A 与 B</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Compare pictures</source>
        <translation>比较图片</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_head.py"/>
        <source>Compare two pictures (C)</source>
        <translation>比较两张图片（C）</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <location filename="app/compare/compare_dialog.py"/>
        <location filename="app/preview/actions.py"/>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Compare with a file…</source>
        <translation>与文件比较…</translation>
    </message>
    <message>
        <location filename="app/preview/dock.py"/>
        <source>Compare with what comes next (C)</source>
        <translation>与接下来的图片比较（C）</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Compare with…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <location filename="app/compare/compare_dialog.py"/>
        <source>Compare “{name}” with</source>
        <translation>将“{name}”与以下内容比较</translation>
    </message>
    <message>
        <location filename="app/dialogs/file_bar.py"/>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <location filename="app/preview/compare_view.py"/>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Compute by itself what an edit changes, and drop what it makes pointless.</source>
        <translation>自动计算编辑所改变的内容，并放弃因此失去意义的计算。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Compute only what the selected node needs.</source>
        <translation>只计算所选节点需要的部分。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Compute what is not known yet.</source>
        <translation>计算尚无结果的部分。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Connect a new node…</source>
        <translation>连接新节点…</translation>
    </message>
    <message>
        <location filename="app/docks/fixes.py"/>
        <source>Connect {node}</source>
        <translation>连接 {node}</translation>
    </message>
    <message>
        <location filename="app/tools/linking.py"/>
        <source>Connect {port} to {target}</source>
        <translation>将 {port} 连接到 {target}</translation>
    </message>
    <message>
        <location filename="app/docks/fixes.py"/>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>ControlNets</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <location filename="app/dialogs/about.py"/>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/docks/log.py"/>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <location filename="app/preview/actions.py"/>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Copy seed</source>
        <translation>复制种子</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Copy settings</source>
        <translation>复制设置</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Copy the error</source>
        <translation>复制错误信息</translation>
    </message>
    <message>
        <location filename="app/docks/fixes.py"/>
        <source>Copy the pack's name</source>
        <translation>复制节点包名称</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>Copy the seed</source>
        <translation>复制种子</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Copy the selection as workflow text, also for other windows and chats.</source>
        <translation>将所选内容复制为工作流文本，也可粘贴到其他窗口或聊天中。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Copy the selection beside itself.</source>
        <translation>在旁边复制一份所选内容。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Copy the selection, then delete it.</source>
        <translation>复制所选内容，然后将其删除。</translation>
    </message>
    <message>
        <location filename="app/docks/problem_list.py"/>
        <source>Copy the sentence</source>
        <translation>复制此句</translation>
    </message>
    <message>
        <location filename="app/docks/param_row.py"/>
        <source>Copy the value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <location filename="app/docks/log.py"/>
        <source>Copy the whole log</source>
        <translation>复制全部日志</translation>
    </message>
    <message>
        <location filename="app/dialogs/about.py"/>
        <source>Copy versions</source>
        <translation>复制版本信息</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Copy what a good report needs.</source>
        <translation>复制问题报告所需的信息。</translation>
    </message>
    <message>
        <location filename="app/gallery/store.py"/>
        <source>Could not be brought back: {names}. Look into the trash.</source>
        <translation>无法恢复：{names}。请查看回收站。</translation>
    </message>
    <message>
        <location filename="app/dialogs/templates.py"/>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Ctrl while dragging</source>
        <translation>拖动时按住 Ctrl</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Ctrl while dragging does the opposite.</source>
        <translation>拖动时按住 Ctrl 则相反。</translation>
    </message>
    <message>
        <location filename="app/editors/prompt.py"/>
        <source>Ctrl ↑ ↓ weight</source>
        <translation>Ctrl ↑ ↓ 调整权重</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Ctrl+right-drag</source>
        <translation>Ctrl+右键拖动</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Ctrl-drag an output</source>
        <translation>Ctrl+拖动输出端口</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Ctrl-drag on empty</source>
        <translation>Ctrl+在空白处拖动</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Cut the wire</source>
        <translation>切断连线</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Cut wire</source>
        <translation>切断连线</translation>
    </message>
    <message>
        <location filename="app/tools/cut.py"/>
        <source>Cut wires</source>
        <translation>切断连线</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Cut wires while held</source>
        <translation>按住时切断连线</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Cuts all its wires</source>
        <translation>切断它的所有连线</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Cuts the wires crossed</source>
        <translation>切断划过的连线</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Dark on light.</source>
        <translation>浅底深字。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <location filename="app/preview/export_dialog.py"/>
        <source>Decode each step at full size</source>
        <translation>以完整尺寸解码每一步</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <location filename="app/docks/param_row.py"/>
        <source>Default: {value}</source>
        <translation>默认值：{value}</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Delete and reconnect</source>
        <translation>删除并重新连接</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Delete kept results, so that they are computed again.</source>
        <translation>删除缓存的结果，使其重新计算。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Delete the selection and join the wires on both sides.</source>
        <translation>删除所选内容，并接通两侧的连线。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Delete the selection.</source>
        <translation>删除所选内容。</translation>
    </message>
    <message>
        <location filename="app/docks/workflow_form.py"/>
        <source>Describe the workflow</source>
        <translation>编辑工作流说明</translation>
    </message>
    <message>
        <location filename="app/docks/workflow_form.py"/>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Deselect everything.</source>
        <translation>取消所有选择。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Detaches the wire; dropped on empty, it is cut</source>
        <translation>取下连线；放在空白处即切断</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <location filename="app/running/gauge.py"/>
        <source>Device and memory</source>
        <translation>设备与内存</translation>
    </message>
    <message>
        <location filename="app/preview/compare_bar.py"/>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <location filename="app/docks/fixes.py"/>
        <location filename="app/docks/outliner.py"/>
        <location filename="app/tools/commands.py"/>
        <location filename="app/tools/wire.py"/>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Disconnect everything from the port.</source>
        <translation>断开该端口的所有连接。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Disconnect the two nodes.</source>
        <translation>断开这两个节点。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Do again what was taken back.</source>
        <translation>重新执行已撤销的操作。</translation>
    </message>
    <message>
        <location filename="app/dialogs/unsaved.py"/>
        <source>Don't save</source>
        <translation>不保存</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <location filename="app/docks/state_badge.py"/>
        <location filename="app/editors/mask_painter/painter.py"/>
        <location filename="app/sweeps/cell.py"/>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <location filename="app/access/speaking.py"/>
        <source>Done again: {step}</source>
        <translation>已重做：{step}</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <location filename="app/sweeps/cell.py"/>
        <source>Done in {time}</source>
        <translation>用时 {time} 完成</translation>
    </message>
    <message>
        <location filename="app/running/run_display.py"/>
        <source>Done in {time}.</source>
        <translation>用时 {time} 完成。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Double-click a title</source>
        <translation>双击标题</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Double-click a wire</source>
        <translation>双击连线</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Double-click on empty</source>
        <translation>双击空白处</translation>
    </message>
    <message>
        <location filename="app/page/empty_hint.py"/>
        <source>Double-click to add a node.</source>
        <translation>双击可添加节点。</translation>
    </message>
    <message>
        <location filename="app/canvas/note_item.py"/>
        <source>Double-click to write</source>
        <translation>双击即可书写</translation>
    </message>
    <message>
        <location filename="app/page/empty_hint.py"/>
        <source>Double-click, or press {key}, to add a node.</source>
        <translation>双击或按 {key} 可添加节点。</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Down</source>
        <translation>纵向</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drag a wire to empty</source>
        <translation>将连线拖到空白处</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drag from a linked input</source>
        <translation>从已连接的输入端口拖动</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drag on empty</source>
        <translation>在空白处拖动</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drag port to port</source>
        <translation>从端口拖到端口</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drag sideways on a number</source>
        <translation>在数字上横向拖动</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Dragged nodes keep to the grid; Ctrl while dragging does the opposite.</source>
        <translation>拖动的节点会吸附到网格；拖动时按住 Ctrl 则相反。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Dragging cuts the wires crossed while the key is down.</source>
        <translation>按住此键拖动时，切断划过的连线。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Dragging moves the view while the key is down.</source>
        <translation>按住此键拖动时，平移视图。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drags a copy of it</source>
        <translation>拖出它的副本</translation>
    </message>
    <message>
        <location filename="app/search/wire_picker.py"/>
        <source>Draw a wire</source>
        <translation>绘制连线</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Draw a wire…</source>
        <translation>绘制连线…</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Draw new seeds, then run.</source>
        <translation>生成新种子，然后运行。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drop a free node on a wire</source>
        <translation>将未连接的节点放到连线上</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drop a picture or model</source>
        <translation>拖入图片或模型</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Drop a workflow</source>
        <translation>拖入工作流</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <location filename="app/compare/versions_dialog.py"/>
        <source>Each save keeps the version before it. Going back is a change like any other: undo takes it back, and nothing is written before you save.</source>
        <translation>每次保存都会保留之前的版本。恢复旧版本与其他更改一样：可以撤销，保存之前不会写入任何内容。</translation>
    </message>
    <message>
        <location filename="app/compare/versions_dialog.py"/>
        <source>Earlier versions</source>
        <translation>较早版本</translation>
    </message>
    <message>
        <location filename="app/compare/versions_dialog.py"/>
        <source>Earlier versions of “{name}”</source>
        <translation>“{name}”的较早版本</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Edit values</source>
        <translation>编辑值</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <location filename="app/editors/prompt_text.py"/>
        <source>Embeddings</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <location filename="app/docks/outline_words.py"/>
        <source>Empty note</source>
        <translation>空便签</translation>
    </message>
    <message>
        <location filename="app/preview/compare_bar.py"/>
        <source>End the comparison (Esc)</source>
        <translation>结束比较（Esc）</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>End the engine at once and start it again; nothing of the document is lost.</source>
        <translation>立即结束引擎并重新启动；文档内容不会丢失。</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/canvas.py"/>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <location filename="app/docks/problem_rows.py"/>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Esc leaves it as it is.</source>
        <translation>按 Esc 保持原样。</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>Evaluations</source>
        <translation>求值次数</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Everything is as it was before.</source>
        <translation>一切恢复原状。</translation>
    </message>
    <message>
        <location filename="app/tools/commands.py"/>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Export as Chrome trace…</source>
        <translation>导出为 Chrome 跟踪文件…</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Export the timings</source>
        <translation>导出耗时</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <location filename="app/docks/state_badge.py"/>
        <location filename="app/sweeps/cell.py"/>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>Failed: {why}</source>
        <translation>失败：{why}</translation>
    </message>
    <message>
        <location filename="app/running/batch_count.py"/>
        <source>Fewer</source>
        <translation>减少</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <location filename="app/search/command_palette.py"/>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="app/editors/picture.py"/>
        <source>Files ({endings})</source>
        <translation>文件 ({endings})</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/canvas.py"/>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Films ({kinds})</source>
        <translation>影片（{kinds}）</translation>
    </message>
    <message>
        <location filename="app/editors/list_popup.py"/>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>Find a file</source>
        <translation>查找文件</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Find a model</source>
        <translation>查找模型</translation>
    </message>
    <message>
        <location filename="app/docks/outliner.py"/>
        <location filename="app/docks/palette.py"/>
        <location filename="app/search/command_palette.py"/>
        <location filename="app/search/node_search.py"/>
        <source>Find a node</source>
        <translation>查找节点</translation>
    </message>
    <message>
        <location filename="app/search/find_node.py"/>
        <source>Find a node of the workflow</source>
        <translation>在工作流中查找节点</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Find a node…</source>
        <translation>查找节点…</translation>
    </message>
    <message>
        <location filename="app/dialogs/templates.py"/>
        <source>Find a template</source>
        <translation>查找模板</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>Find an action</source>
        <translation>查找操作</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Find an action, or a key such as Ctrl+D</source>
        <translation>查找操作，或 Ctrl+D 之类的快捷键</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Find any action, node or file by a few letters.</source>
        <translation>输入几个字母即可找到任何操作、节点或文件。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_head.py"/>
        <source>Find pictures</source>
        <translation>查找图片</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_head.py"/>
        <source>Find pictures (Ctrl+F)</source>
        <translation>查找图片（Ctrl+F）</translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>First step (Home)</source>
        <translation>第一步（Home）</translation>
    </message>
    <message>
        <location filename="app/preview/dock.py"/>
        <source>Fit (F)</source>
        <translation>适合窗口（F）</translation>
    </message>
    <message>
        <location filename="app/running/run_bar.py"/>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <location filename="app/timings/flame_view.py"/>
        <source>Flame of the run</source>
        <translation>运行的火焰图</translation>
    </message>
    <message>
        <location filename="app/tools/gestures.py"/>
        <source>Fold</source>
        <translation>收起</translation>
    </message>
    <message>
        <location filename="app/canvas/node_shape.py"/>
        <source>Fold defaults</source>
        <translation>收起默认值</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Fold the node to its title.</source>
        <translation>将节点折叠为标题栏。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Fold the selection into one node with its own ports.</source>
        <translation>将所选内容收为一个带有自己端口的节点。</translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>Follow the run (Space)</source>
        <translation>跟随运行（空格）</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Forget cached results…</source>
        <translation>清除缓存的结果…</translation>
    </message>
    <message>
        <location filename="app/preview/export_dialog.py"/>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <location filename="app/docks/outline_words.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Frame</source>
        <translation>分组框</translation>
    </message>
    <message>
        <location filename="app/canvas/zoom_bar.py"/>
        <source>Frame all (Home)</source>
        <translation>显示全部（Home）</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Frame the selection</source>
        <translation>为所选内容添加分组框</translation>
    </message>
    <message>
        <location filename="app/preview/strip.py"/>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <location filename="app/sweeps/cell.py"/>
        <source>From step {step}</source>
        <translation>从第 {step} 步起</translation>
    </message>
    <message>
        <location filename="app/search/wire_picker.py"/>
        <source>From which port?</source>
        <translation>从哪个端口开始？</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <location filename="app/running/gauge.py"/>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <location filename="app/running/gauge.py"/>
        <source>GPU {number}</source>
        <translation>GPU {number}</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/gallery_list.py"/>
        <location filename="app/window_docks.py"/>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Give the node another title.</source>
        <translation>为节点更改标题。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Give the subgraph this port.</source>
        <translation>为子图添加此端口。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Give the window the whole screen.</source>
        <translation>让窗口占满整个屏幕。</translation>
    </message>
    <message>
        <location filename="app/docks/palette.py"/>
        <source>Gives</source>
        <translation>输出</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Go back with the keys to the panel before.</source>
        <translation>用键盘回到上一个面板。</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Go on with the keys in the next panel, the tabs, the top bar or the canvas.</source>
        <translation>用键盘转到下一个面板、标签页、顶栏或画布。</translation>
    </message>
    <message>
        <location filename="app/docks/queue.py"/>
        <location filename="app/docks/queue_menu.py"/>
        <source>Go on with the queue</source>
        <translation>继续队列</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Go through the steps of the preview, or follow the run.</source>
        <translation>浏览预览中的各步，或跟随运行。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Go to its source</source>
        <translation>转到来源</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Go to its target</source>
        <translation>转到目标</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <location filename="app/sweeps/grid.py"/>
        <source>Grid of the sweep</source>
        <translation>参数扫描的网格</translation>
    </message>
    <message>
        <location filename="app/preview/branch_dialog.py"/>
        <source>Guidance after</source>
        <translation>其后的引导强度</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Hide the report</source>
        <translation>隐藏报告</translation>
    </message>
    <message>
        <location filename="app/docks/problem_rows.py"/>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Hold the picture of the preview, and compare it with the next one.</source>
        <translation>保留预览中的图片，并与下一张比较。</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Holds from the next start.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_head.py"/>
        <source>How it was made (I)</source>
        <translation>生成方式（I）</translation>
    </message>
    <message>
        <location filename="app/running/run_bar.py"/>
        <source>How many pictures in a row a run makes, each of its own seed.</source>
        <translation>一次运行连续生成多少张图片，每张使用各自的种子。</translation>
    </message>
    <message>
        <location filename="app/preview/compare_bar.py"/>
        <source>How many times the difference is brightened</source>
        <translation>差异放大的倍数</translation>
    </message>
    <message>
        <location filename="app/editors/colour_fields.py"/>
        <source>Hue</source>
        <translation>色相</translation>
    </message>
    <message>
        <location filename="app/look/file_dialog.py"/>
        <source>In</source>
        <translation>所在</translation>
    </message>
    <message>
        <location filename="app/docks/palette.py"/>
        <source>In this workflow</source>
        <translation>此工作流内</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>In use: {tags}</source>
        <translation>已使用：{tags}</translation>
    </message>
    <message>
        <location filename="app/docks/node_form.py"/>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Insert a node…</source>
        <translation>插入节点…</translation>
    </message>
    <message>
        <location filename="app/tools/move.py"/>
        <source>Insert node into wire</source>
        <translation>将节点插入连线</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Insert {type}</source>
        <translation>插入 {type}</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Inserts the node into the wire</source>
        <translation>将节点插入该连线</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/inspector.py"/>
        <location filename="app/window_docks.py"/>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>Interrupted: it can be run again, or discarded</source>
        <translation>已中断：可以重新运行或放弃</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Invert the selection</source>
        <translation>反选</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>It can't run</source>
        <translation>无法运行</translation>
    </message>
    <message>
        <location filename="app/verifying/verified.py"/>
        <source>It could not be made again</source>
        <translation>无法重新生成</translation>
    </message>
    <message>
        <location filename="app/verifying/verified.py"/>
        <source>It could not be made again.</source>
        <translation>无法重新生成。</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweep_run.py"/>
        <source>It failed.</source>
        <translation>失败。</translation>
    </message>
    <message>
        <location filename="app/tools/wire.py"/>
        <source>It fits {port}.</source>
        <translation>可以连到 {port}。</translation>
    </message>
    <message>
        <location filename="app/drops.py"/>
        <source>It is no model that Weft knows.</source>
        <translation>这不是 Weft 认识的模型。</translation>
    </message>
    <message>
        <location filename="app/dialogs/file_bar.py"/>
        <source>Keep mine</source>
        <translation>保留我的版本</translation>
    </message>
    <message>
        <location filename="app/running/document_run.py"/>
        <source>Keep the seed</source>
        <translation>保留种子</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Keep the subgraph for other workflows.</source>
        <translation>保存子图，供其他工作流使用。</translation>
    </message>
    <message>
        <location filename="app/editors/seed.py"/>
        <source>Keep this seed</source>
        <translation>保持此种子</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Keep unsaved work</source>
        <translation>保留未保存的工作</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Kept results</source>
        <translation>缓存的结果</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/dialogs/keys.py"/>
        <source>Keys and gestures</source>
        <translation>快捷键与手势</translation>
    </message>
    <message>
        <location filename="app/look/file_dialog.py"/>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="app/sweeps/cell.py"/>
        <source>Known</source>
        <translation>已知</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/canvas.py"/>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <location filename="app/running/node_previews.py"/>
        <source>Last run</source>
        <translation>上次运行</translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>Last step (End)</source>
        <translation>最后一步（End）</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Lay out</source>
        <translation>自动排列</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Lay out all</source>
        <translation>全部自动排列</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <location filename="app/compare/page.py"/>
        <source>Layout too</source>
        <translation>包括布局</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Leave the node out, with all that needs it.</source>
        <translation>跳过此节点及所有依赖它的节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Leave the subgraph</source>
        <translation>离开子图</translation>
    </message>
    <message>
        <location filename="app/docks/form_parts.py"/>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <location filename="app/running/document_run.py"/>
        <source>Let the seed change</source>
        <translation>让种子变化</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Let the wire pass a dot here.</source>
        <translation>让连线在此经过一个转接点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Level the lower edges.</source>
        <translation>对齐下边缘。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Level the upper edges.</source>
        <translation>对齐上边缘。</translation>
    </message>
    <message>
        <location filename="app/docks/palette.py"/>
        <source>Library</source>
        <translation>库</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Light blue</source>
        <translation>浅蓝色</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Light on dark.</source>
        <translation>深底浅字。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Line up the left edges.</source>
        <translation>对齐左边缘。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Line up the right edges.</source>
        <translation>对齐右边缘。</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/strokes.py"/>
        <source>Line {number} of the strokes can't be read.</source>
        <translation>无法读取笔画的第 {number} 行。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Links them; ports that can't be linked are dimmed</source>
        <translation>将两者相连；不能连接的端口会变暗</translation>
    </message>
    <message>
        <location filename="app/preview/following.py"/>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>LoRAs</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>Loading models</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/log.py"/>
        <location filename="app/window_docks.py"/>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Look for a node by its title, id, type or values, and jump to it.</source>
        <translation>按标题、ID、类型或值查找节点，并跳转过去。</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Looking for models…</source>
        <translation>正在查找模型…</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Looking for what they share…</source>
        <translation>正在查找它们共用的部分…</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>Made by {program}</source>
        <translation>由 {program} 生成</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Magenta</source>
        <translation>洋红色</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Make a saved picture again and say whether its pixels are the same.</source>
        <translation>重新生成已保存的图片，并说明像素是否相同。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/subgraph_commands.py"/>
        <source>Make a subgraph</source>
        <translation>创建子图</translation>
    </message>
    <message numerus="yes">
        <location filename="app/sweeps/page.py"/>
        <source>Make the {number} others</source>
        <translation>
            <numerusform>生成其余 {number} 张</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Makes the node that loads it</source>
        <translation>创建加载它的节点</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/mask_view.py"/>
        <source>Mask</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <location filename="app/timings/flame_view.py"/>
        <source>Memory of the process, at most {size}</source>
        <translation>进程内存，最多 {size}</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Middle drag</source>
        <translation>中键拖动</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/canvas/minimap.py"/>
        <source>Minimap</source>
        <translation>小地图</translation>
    </message>
    <message>
        <location filename="app/dialogs/model_folders.py"/>
        <location filename="app/dialogs/settings.py"/>
        <source>Model folders</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/models.py"/>
        <location filename="app/window_docks.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="app/docks/form_parts.py"/>
        <location filename="app/preview/dock.py"/>
        <location filename="app/running/batch_count.py"/>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>More memory</source>
        <translation>更多内存</translation>
    </message>
    <message>
        <location filename="app/running/run_button.py"/>
        <location filename="app/running/run_display.py"/>
        <source>More ways to run</source>
        <translation>更多运行方式</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Motion</source>
        <translation>动效</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Mouse</source>
        <translation>鼠标</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Move by 1.</source>
        <translation>移动 1 个单位。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Move by one step of the grid.</source>
        <translation>移动一个网格。</translation>
    </message>
    <message>
        <location filename="app/tools/dot.py"/>
        <source>Move dot</source>
        <translation>移动转接点</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <location filename="app/tools/linking.py"/>
        <source>Move links</source>
        <translation>移动连线</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Move the selection so that its wires run level.</source>
        <translation>移动所选内容，使其连线保持水平。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message numerus="yes">
        <location filename="app/tools/move.py"/>
        <source>Move {number} items</source>
        <translation>
            <numerusform>移动 {number} 项</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Moves all its wires to another output</source>
        <translation>将它的所有连线移到另一个输出端口</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Mute</source>
        <translation>静音</translation>
    </message>
    <message>
        <location filename="app/docks/state_badge.py"/>
        <source>Muted</source>
        <translation>已静音</translation>
    </message>
    <message>
        <location filename="app/docks/workflow_form.py"/>
        <location filename="app/look/file_dialog.py"/>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="app/compare/bar.py"/>
        <location filename="app/compare/commands.py"/>
        <location filename="app/workspace.py"/>
        <source>Never saved</source>
        <translation>从未保存</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <location filename="app/dialogs/templates.py"/>
        <source>New from template</source>
        <translation>从模板新建</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>New from template…</source>
        <translation>从模板新建…</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>New seeds</source>
        <translation>新种子</translation>
    </message>
    <message>
        <location filename="app/look/tab_bar.py"/>
        <source>New workflow</source>
        <translation>新建工作流</translation>
    </message>
    <message>
        <location filename="app/workspace.py"/>
        <source>New workflow ({key})</source>
        <translation>新建工作流（{key}）</translation>
    </message>
    <message>
        <location filename="app/running/run_bar.py"/>
        <source>Next</source>
        <translation>递增</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Next pane</source>
        <translation>下一个窗格</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <source>No colour</source>
        <translation>无颜色</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_actions.py"/>
        <source>No file manager could be opened for {folder}.</source>
        <translation>无法为 {folder} 打开文件管理器。</translation>
    </message>
    <message>
        <location filename="app/files.py"/>
        <source>No files yet</source>
        <translation>暂无文件</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>No key</source>
        <translation>无快捷键</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>No model is called that.</source>
        <translation>没有名称匹配的模型。</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>No models were found. Add a folder with checkpoints, LoRAs or ControlNets, or run {command} in a terminal.</source>
        <translation>未找到模型。请添加包含检查点、LoRA 或 ControlNet 的文件夹，或在终端中运行 {command}。</translation>
    </message>
    <message>
        <location filename="app/docks/outliner.py"/>
        <location filename="app/docks/palette.py"/>
        <source>No node is called that.</source>
        <translation>没有名称匹配的节点。</translation>
    </message>
    <message>
        <location filename="app/docks/model_loading.py"/>
        <source>No node loads models of the kind {kind}.</source>
        <translation>没有节点可以加载 {kind} 类型的模型。</translation>
    </message>
    <message>
        <location filename="app/drops.py"/>
        <source>No node loads pictures.</source>
        <translation>没有节点可以加载图片。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery.py"/>
        <source>No picture is found by that.</source>
        <translation>没有找到符合条件的图片。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery.py"/>
        <source>No picture is starred. Press S on one to star it.</source>
        <translation>没有加星标的图片。在图片上按 S 可加星标。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery.py"/>
        <source>No pictures yet. What a workflow saves appears here.</source>
        <translation>还没有图片。工作流保存的图片会显示在这里。</translation>
    </message>
    <message>
        <location filename="app/gallery/live_gallery.py"/>
        <source>No place for: {params}.</source>
        <translation>没有对应位置：{params}。</translation>
    </message>
    <message>
        <location filename="app/docks/problems.py"/>
        <source>No problems found.</source>
        <translation>未发现问题。</translation>
    </message>
    <message>
        <location filename="app/dialogs/templates.py"/>
        <source>No template is called so.</source>
        <translation>没有名称匹配的模板。</translation>
    </message>
    <message>
        <location filename="app/compare/versions_dialog.py"/>
        <source>No version was saved before this one.</source>
        <translation>在此之前没有保存过版本。</translation>
    </message>
    <message>
        <location filename="app/docks/outliner.py"/>
        <location filename="app/docks/problems.py"/>
        <source>No workflow is open.</source>
        <translation>没有打开的工作流。</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <location filename="app/timings/totals_table.py"/>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/palette.py"/>
        <location filename="app/docks/workflow_form.py"/>
        <location filename="app/search/command_palette.py"/>
        <location filename="app/window_docks.py"/>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>Nodes by their time</source>
        <translation>按耗时排列的节点</translation>
    </message>
    <message>
        <location filename="app/docks/node_list.py"/>
        <source>Nodes of the workflow</source>
        <translation>工作流中的节点</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <location filename="app/docks/gallery_menu.py"/>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="app/editors/prompt.py"/>
        <source>Not read: {words}</source>
        <translation>未读取：{words}</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Not yet</source>
        <translation>尚未</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <source>Note</source>
        <translation>便签</translation>
    </message>
    <message>
        <location filename="app/page/floating.py"/>
        <source>Note, in Markdown</source>
        <translation>便签（Markdown）</translation>
    </message>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>Nothing can be divided by 0.</source>
        <translation>不能除以 0。</translation>
    </message>
    <message>
        <location filename="app/compare/compare_dialog.py"/>
        <source>Nothing else is open and no version was saved before; choose a file.</source>
        <translation>没有打开其他工作流，之前也没有保存过版本；请选择一个文件。</translation>
    </message>
    <message>
        <location filename="app/editors/list_popup.py"/>
        <source>Nothing fits.</source>
        <translation>没有匹配项。</translation>
    </message>
    <message>
        <location filename="app/docks/log.py"/>
        <source>Nothing has been said yet.</source>
        <translation>还没有消息。</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Nothing has run yet</source>
        <translation>还没有运行过</translation>
    </message>
    <message>
        <location filename="app/gallery/live_gallery.py"/>
        <source>Nothing in this workflow has a place for these settings.</source>
        <translation>此工作流中没有可放置这些设置的位置。</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <location filename="app/search/node_search.py"/>
        <source>Nothing is called so</source>
        <translation>没有匹配的名称</translation>
    </message>
    <message>
        <location filename="app/document/saving.py"/>
        <source>Nothing is lost; save it in another place.</source>
        <translation>内容没有丢失；请保存到其他位置。</translation>
    </message>
    <message>
        <location filename="app/docks/queue.py"/>
        <source>Nothing runs and nothing waits. Run (Ctrl+Enter) puts a job here.</source>
        <translation>没有正在运行或等待的任务。运行（Ctrl+Enter）会在此添加任务。</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Nothing slides or fades.</source>
        <translation>不使用滑动或淡入淡出效果。</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>Nothing that fits the wire, at least. Shift searches among all nodes.</source>
        <translation>至少没有适合此连线的节点。按 Shift 可在所有节点中搜索。</translation>
    </message>
    <message>
        <location filename="app/sweeps/planned.py"/>
        <source>Nothing to do</source>
        <translation>无需执行</translation>
    </message>
    <message>
        <location filename="app/sweeps/commands.py"/>
        <source>Nothing to vary here</source>
        <translation>此处没有可变化的参数</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Nothing to vary yet</source>
        <translation>还没有可变化的参数</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Nudge</source>
        <translation>微移</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Nudge down</source>
        <translation>向下微移</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Nudge left</source>
        <translation>向左微移</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Nudge right</source>
        <translation>向右微移</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Nudge up</source>
        <translation>向上微移</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Olive</source>
        <translation>橄榄绿</translation>
    </message>
    <message>
        <location filename="app/tools/wire.py"/>
        <source>On empty canvas it finds a node that it fits.</source>
        <translation>拖到画布空白处可查找能连接的节点。</translation>
    </message>
    <message>
        <location filename="app/sweeps/axis_form.py"/>
        <source>One text per line</source>
        <translation>每行一段文本</translation>
    </message>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>Only numbers, + - * / ** % and brackets can be used.</source>
        <translation>只能使用数字、+ - * / ** % 和括号。</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>Only places on the canvas differ ({what}); the results are the same.</source>
        <translation>仅画布上的位置不同（{what}）；结果相同。</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <location filename="app/compare/page.py"/>
        <source>Open A</source>
        <translation>打开 A</translation>
    </message>
    <message>
        <location filename="app/compare/page.py"/>
        <source>Open B</source>
        <translation>打开 B</translation>
    </message>
    <message>
        <location filename="app/files.py"/>
        <source>Open a workflow</source>
        <translation>打开工作流</translation>
    </message>
    <message>
        <location filename="app/gallery/live_gallery.py"/>
        <source>Open a workflow first; the settings are set on it.</source>
        <translation>请先打开一个工作流；设置将应用于它。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Open a workflow, or a picture that carries one.</source>
        <translation>打开工作流，或包含工作流的图片。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Open an empty workflow in a new tab.</source>
        <translation>在新标签页中打开空白工作流。</translation>
    </message>
    <message>
        <location filename="app/message_page.py"/>
        <source>Open another…</source>
        <translation>打开其他文件…</translation>
    </message>
    <message>
        <location filename="app/sweeps/page.py"/>
        <source>Open as workflow</source>
        <translation>作为工作流打开</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <source>Open in another tab: {place}</source>
        <translation>已在另一个标签页中打开：{place}</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <location filename="app/docks/queue_menu.py"/>
        <location filename="app/verifying/dialog.py"/>
        <source>Open its workflow</source>
        <translation>打开其工作流</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Open one of the versions that were saved before.</source>
        <translation>打开之前保存过的某个版本。</translation>
    </message>
    <message>
        <location filename="app/docks/palette.py"/>
        <source>Open or create a workflow first; nodes are added to it.</source>
        <translation>请先打开或新建一个工作流，节点会添加到其中。</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Open recent</source>
        <translation>打开最近的文件</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Open tabs and unsaved changes are kept in your data folder and come back at the next start; without this, closing asks whether to save.</source>
        <translation>打开的标签页和未保存的更改会保存在您的数据文件夹中，下次启动时自动恢复；若不启用，退出时会询问是否保存。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Open the first value of the node; Tab leads to the next one.</source>
        <translation>打开节点的第一个值；按 Tab 转到下一个。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Open the guide in the browser.</source>
        <translation>在浏览器中打开指南。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Open the menu</source>
        <translation>打开菜单</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>Open workflow</source>
        <translation>打开工作流</translation>
    </message>
    <message>
        <location filename="app/workspace.py"/>
        <source>Open workflows</source>
        <translation>打开的工作流</translation>
    </message>
    <message>
        <location filename="app/compare/page.py"/>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Opens it; a picture that carries one, too</source>
        <translation>打开它；包含工作流的图片也可以</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <source>Other colour…</source>
        <translation>其他颜色…</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>Other kinds</source>
        <translation>其他类型</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Other runs…</source>
        <translation>其他运行…</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <location filename="app/preview/export_dialog.py"/>
        <source>Otherwise the small previews are enlarged, which is quick.</source>
        <translation>否则放大小预览图，速度较快。</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/outline_tree.py"/>
        <location filename="app/window_docks.py"/>
        <source>Outliner</source>
        <translation>大纲</translation>
    </message>
    <message>
        <location filename="app/docks/node_form.py"/>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <location filename="app/canvas/node_width.py"/>
        <source>Pack “{pack}” is missing</source>
        <translation>缺少节点包“{pack}”</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Pages</source>
        <translation>页</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/canvas.py"/>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Paint a mask</source>
        <translation>绘制遮罩</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/editors/picture.py"/>
        <source>Paint a mask…</source>
        <translation>绘制遮罩…</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Paint what is to be repainted.</source>
        <translation>绘制需要重绘的区域。</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>PaintMask keeps strokes, which have hard edges.</source>
        <translation>PaintMask 保存的是笔画，其边缘是硬边。</translation>
    </message>
    <message>
        <location filename="app/editors/strokes.py"/>
        <source>Paint…</source>
        <translation>绘制…</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Pan while held</source>
        <translation>按住时平移</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Pans</source>
        <translation>平移视图</translation>
    </message>
    <message>
        <location filename="app/sweeps/param_field.py"/>
        <source>Param: {param}</source>
        <translation>参数：{param}</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Pass the input straight through to the output.</source>
        <translation>将输入直接传到输出。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Paste with inputs</source>
        <translation>粘贴并保留输入连线</translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <location filename="app/docks/queue.py"/>
        <location filename="app/docks/queue_menu.py"/>
        <source>Pause the queue after this job</source>
        <translation>完成此任务后暂停队列</translation>
    </message>
    <message>
        <location filename="app/docks/queue.py"/>
        <source>Paused: what waits is not started.</source>
        <translation>已暂停：等待中的任务不会开始。</translation>
    </message>
    <message>
        <location filename="app/preview/picture_view.py"/>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <location filename="app/files.py"/>
        <location filename="app/sweeps/sweeps.py"/>
        <location filename="app/verifying/commands.py"/>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Pictures ({kinds})</source>
        <translation>图片（{kinds}）</translation>
    </message>
    <message>
        <location filename="app/docks/param_label.py"/>
        <location filename="app/docks/param_row.py"/>
        <source>Pin to the node</source>
        <translation>固定到节点</translation>
    </message>
    <message>
        <location filename="app/docks/param_row.py"/>
        <source>Pin {param}</source>
        <translation>固定 {param}</translation>
    </message>
    <message>
        <location filename="app/preview/dock.py"/>
        <source>Pixel for pixel (1)</source>
        <translation>逐像素显示（1）</translation>
    </message>
    <message>
        <location filename="app/compare/page.py"/>
        <source>Places on the canvas, frames and notes, too</source>
        <translation>也比较画布上的位置、分组框和便签</translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Play the film</source>
        <translation>播放影片</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <location filename="app/search/command_palette.py"/>
        <source>Press the new key for “{action}”</source>
        <translation>请按下“{action}”的新快捷键</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/window_docks.py"/>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Previous pane</source>
        <translation>上一个窗格</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Previous tab</source>
        <translation>上一个标签页</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/problem_list.py"/>
        <location filename="app/window_docks.py"/>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>Process at most</source>
        <translation>进程峰值</translation>
    </message>
    <message>
        <location filename="app/preview/branch_dialog.py"/>
        <source>Prompt after</source>
        <translation>其后的提示词</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Put a titled frame around the selection, which moves with it.</source>
        <translation>为所选内容加上带标题的分组框，并随之移动。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Put all panels back to their places.</source>
        <translation>将所有面板恢复到原位。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Put all values of the node back to their defaults.</source>
        <translation>将节点的所有值恢复为默认值。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Put the inner nodes back in place of the subgraph.</source>
        <translation>用内部节点替换子图。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/queue_list.py"/>
        <location filename="app/window_docks.py"/>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <location filename="app/running/run_bar.py"/>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Really reset all keys</source>
        <translation>确认重置全部快捷键</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/canvas.py"/>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Reduced motion</source>
        <translation>减少动效</translation>
    </message>
    <message>
        <location filename="app/dialogs/file_bar.py"/>
        <location filename="app/document/reloading.py"/>
        <source>Reload</source>
        <translation>重新载入</translation>
    </message>
    <message>
        <location filename="app/dialogs/file_bar.py"/>
        <source>Reload, lose mine</source>
        <translation>重新载入，放弃我的更改</translation>
    </message>
    <message>
        <location filename="app/compare/file_changes.py"/>
        <source>Reloaded; undo brings back what you had.</source>
        <translation>已重新载入；撤销可恢复之前的内容。</translation>
    </message>
    <message>
        <location filename="app/dialogs/model_folders.py"/>
        <location filename="app/docks/fixes.py"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="app/tools/dot.py"/>
        <source>Remove dot</source>
        <translation>移除转接点</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Remove from the history</source>
        <translation>从历史记录中移除</translation>
    </message>
    <message>
        <location filename="app/sweeps/axis_form.py"/>
        <source>Remove this axis</source>
        <translation>移除此轴</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/docks/node_form.py"/>
        <location filename="app/docks/outline_model.py"/>
        <location filename="app/page/page.py"/>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <location filename="app/page/page.py"/>
        <source>Rename frame</source>
        <translation>重命名分组框</translation>
    </message>
    <message>
        <location filename="app/docks/workflow_form.py"/>
        <source>Rename the workflow</source>
        <translation>重命名工作流</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Renames</source>
        <translation>重命名</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Reopen closed tab</source>
        <translation>重新打开关闭的标签页</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Report a problem…</source>
        <translation>报告问题…</translation>
    </message>
    <message>
        <location filename="app/docks/fixes.py"/>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Reset all…</source>
        <translation>全部重置…</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <location filename="app/docks/param_label.py"/>
        <location filename="app/docks/param_row.py"/>
        <source>Reset to default</source>
        <translation>重置为默认值</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Reset values</source>
        <translation>重置值</translation>
    </message>
    <message>
        <location filename="app/docks/param_row.py"/>
        <source>Reset {param}</source>
        <translation>重置 {param}</translation>
    </message>
    <message>
        <location filename="app/tools/resize.py"/>
        <source>Resize frame</source>
        <translation>调整分组框大小</translation>
    </message>
    <message>
        <location filename="app/tools/resize.py"/>
        <source>Resize note</source>
        <translation>调整便签大小</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Restart the engine</source>
        <translation>重启引擎</translation>
    </message>
    <message>
        <location filename="app/compare/versions_dialog.py"/>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <location filename="app/sweeps/page.py"/>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="app/docks/state_badge.py"/>
        <source>Resumes</source>
        <translation>将续算</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Right-click</source>
        <translation>右键单击</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/running/run_button.py"/>
        <location filename="app/sweeps/dialog.py"/>
        <location filename="app/sweeps/page.py"/>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Run after each edit</source>
        <translation>每次编辑后运行</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/queue_menu.py"/>
        <location filename="app/docks/queue_rows.py"/>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Run again from the last step</source>
        <translation>从最后一步重新运行</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Run next</source>
        <translation>接着运行</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Run something; then you see here where its time went.</source>
        <translation>运行后即可在此查看时间的去向。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Run to here</source>
        <translation>运行到此处</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Run with a new seed</source>
        <translation>用新种子运行</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Run with lists of values for some params, one picture for each combination.</source>
        <translation>为一些参数给出多个取值来运行，每种组合一张图片。</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Run · {count}</source>
        <translation>运行 · {count}</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <location filename="app/docks/state_badge.py"/>
        <location filename="app/sweeps/cell.py"/>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <location filename="app/gallery/model.py"/>
        <source>Running: {caption}</source>
        <translation>正在运行：{caption}</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>SDXL refiner</source>
        <translation>SDXL refiner</translation>
    </message>
    <message>
        <location filename="app/editors/colour_fields.py"/>
        <source>Saturation and brightness</source>
        <translation>饱和度与亮度</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/dialogs/unsaved.py"/>
        <location filename="app/look/file_dialog.py"/>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Save a labelled contact sheet</source>
        <translation>保存带标注的联系表</translation>
    </message>
    <message>
        <location filename="app/files.py"/>
        <source>Save a picture of the workflow</source>
        <translation>保存工作流图片</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Save a picture of the workflow…</source>
        <translation>保存工作流图片…</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/dialogs/unsaved.py"/>
        <source>Save all</source>
        <translation>全部保存</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Save and show everything anew, also what has not changed.</source>
        <translation>重新保存并显示全部内容，包括未改变的。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <location filename="app/sweeps/page.py"/>
        <source>Save contact sheet…</source>
        <translation>保存联系表…</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Save document as…</source>
        <translation>文档另存为…</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Save picture as…</source>
        <translation>图片另存为…</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweeps.py"/>
        <source>Save the contact sheet</source>
        <translation>保存联系表</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <location filename="app/preview/export_dialog.py"/>
        <source>Save the film</source>
        <translation>保存影片</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/preview/actions.py"/>
        <source>Save the film…</source>
        <translation>保存影片…</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Save the picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <location filename="app/workflow_picture.py"/>
        <source>Save the picture in another place.</source>
        <translation>请将图片保存到其他位置。</translation>
    </message>
    <message>
        <location filename="app/files.py"/>
        <source>Save the workflow</source>
        <translation>保存工作流</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Save to the library…</source>
        <translation>保存到库…</translation>
    </message>
    <message>
        <location filename="app/dialogs/unsaved.py"/>
        <source>Save {count} workflows before they close?</source>
        <translation>关闭前保存 {count} 个工作流吗？</translation>
    </message>
    <message>
        <location filename="app/dialogs/unsaved.py"/>
        <source>Save “{name}” before it closes?</source>
        <translation>关闭前保存“{name}”吗？</translation>
    </message>
    <message>
        <location filename="app/tools/subgraph_commands.py"/>
        <source>Saved to the library as {name}; find it in the palette.</source>
        <translation>已作为 {name} 保存到库；可在节点面板中找到。</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <location filename="app/sweeps/sweeps.py"/>
        <location filename="app/workspace.py"/>
        <source>Saved {file}.</source>
        <translation>已保存 {file}。</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Saved {file}: {frames} frames, {size} KB.</source>
        <translation>已保存 {file}：{frames} 帧，{size} KB。</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Saved {file}; chrome://tracing opens it.</source>
        <translation>已保存 {file}；可用 chrome://tracing 打开。</translation>
    </message>
    <message>
        <location filename="app/files.py"/>
        <source>Saved {file}; opened in Weft, it gives this workflow.</source>
        <translation>已保存 {file}；在 Weft 中打开即可得到此工作流。</translation>
    </message>
    <message>
        <location filename="app/preview/export_dialog.py"/>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>Saving the film to {file}…</source>
        <translation>正在将影片保存到 {file}…</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Say what changed since the kept result.</source>
        <translation>说明自缓存结果以来的变化。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Scrub its steps</source>
        <translation>逐步回看</translation>
    </message>
    <message>
        <location filename="app/search/search_field.py"/>
        <source>Search among all</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Search for a node and place it at the cursor; the next goes right of it.</source>
        <translation>搜索节点并放到光标处；下一个放在它的右边。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Search for a node that fits into the wire.</source>
        <translation>搜索适合此连线的节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Search for a node that fits to the port.</source>
        <translation>搜索适合此端口的节点。</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>Search in</source>
        <translation>搜索范围</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Search the folders again</source>
        <translation>重新搜索文件夹</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Searched</source>
        <translation>搜索位置</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Searches among the nodes that fit; the new one is wired</source>
        <translation>在匹配的节点中搜索；新节点会自动连线</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Searches for a node to place there</source>
        <translation>搜索节点并放在该处</translation>
    </message>
    <message>
        <location filename="app/running/run_bar.py"/>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <location filename="app/preview/branch_dialog.py"/>
        <source>Seed after</source>
        <translation>其后的种子</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>Select a picture to see how it was made.</source>
        <translation>选择一张图片以查看其生成方式。</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Select a subgraph</source>
        <translation>请选择一个子图</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select all downstream</source>
        <translation>选择所有下游节点</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select all that reads from the selection.</source>
        <translation>选择所有依赖所选内容的节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select all that the selection reads from.</source>
        <translation>选择所选内容依赖的所有节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select all upstream</source>
        <translation>选择所有上游节点</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select everything.</source>
        <translation>选择全部内容。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select the neighbour above.</source>
        <translation>选择上方相邻的节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select the neighbour below.</source>
        <translation>选择下方相邻的节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select the node that feeds this one.</source>
        <translation>选择为此节点提供输入的节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select the node that the wire comes from.</source>
        <translation>选择连线的来源节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select the node that the wire leads to.</source>
        <translation>选择连线通往的节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select the node that this one feeds.</source>
        <translation>选择使用此节点输出的节点。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_actions.py"/>
        <source>Select two pictures to compare: one, and another with Ctrl.</source>
        <translation>选择两张图片进行比较：先选一张，再按住 Ctrl 选另一张。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Select what is not selected.</source>
        <translation>选择未被选择的内容。</translation>
    </message>
    <message>
        <location filename="app/docks/workflow_form.py"/>
        <source>Selected</source>
        <translation>已选择</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Selects what is in the box</source>
        <translation>选择框内的内容</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Set a dot while wiring</source>
        <translation>连线时添加转接点</translation>
    </message>
    <message>
        <location filename="app/gallery/live_gallery.py"/>
        <source>Set from {name}: {params}.</source>
        <translation>已从 {name} 设置：{params}。</translation>
    </message>
    <message>
        <location filename="app/docks/param_row.py"/>
        <location filename="app/page/floating.py"/>
        <location filename="app/tools/gestures.py"/>
        <location filename="app/tools/value_drag.py"/>
        <source>Set {param}</source>
        <translation>设置 {param}</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Sets a dot that the wire passes</source>
        <translation>添加连线经过的转接点</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Shake a node</source>
        <translation>晃动节点</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Shift-drag on empty</source>
        <translation>Shift+在空白处拖动</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <location filename="app/docks/gallery_head.py"/>
        <location filename="app/docks/problems.py"/>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/timings/page.py"/>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <source>Show its pictures</source>
        <translation>显示其图片</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Show more of the canvas.</source>
        <translation>显示更大范围的画布。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Show nodes at their own size.</source>
        <translation>以原始大小显示节点。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/subgraph_commands.py"/>
        <source>Show on the subgraph</source>
        <translation>显示在子图上</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Show the canvas larger.</source>
        <translation>放大画布。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Show the first three keys again.</source>
        <translation>再次显示最初的三个快捷键。</translation>
    </message>
    <message>
        <location filename="app/docks/problem_list.py"/>
        <source>Show the node</source>
        <translation>显示节点</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Show the node's documentation in the inspector.</source>
        <translation>在检查器中显示节点的文档。</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Show the report</source>
        <translation>显示报告</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Show the selection</source>
        <translation>显示所选内容</translation>
    </message>
    <message>
        <location filename="app/message_page.py"/>
        <source>Show the starter workflow</source>
        <translation>显示入门工作流</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Show the whole picture</source>
        <translation>显示整张图片</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Show the workflow to the left.</source>
        <translation>显示左侧的工作流。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Show the workflow to the right.</source>
        <translation>显示右侧的工作流。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Show what differs between this workflow and another.</source>
        <translation>显示此工作流与另一个的差异。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Show what is inside a subgraph; of another node, edit the values.</source>
        <translation>显示子图的内部；对于其他节点，编辑其值。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Show where the time and memory of the last runs went.</source>
        <translation>显示最近几次运行的时间和内存去向。</translation>
    </message>
    <message>
        <location filename="app/preview/compare_bar.py"/>
        <source>Sides</source>
        <translation>并排</translation>
    </message>
    <message>
        <location filename="app/compare/versions.py"/>
        <source>Since then: {what}</source>
        <translation>此后：{what}</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <location filename="app/preview/compare_bar.py"/>
        <source>Slider</source>
        <translation>滑块</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/dialogs/settings.py"/>
        <source>Snap to the grid</source>
        <translation>吸附到网格</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Snapping and guides on or off</source>
        <translation>临时开启或关闭吸附与参考线</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>So many are planned when they run.</source>
        <translation>数量较多，将在运行时规划。</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Softness</source>
        <translation>柔和度</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Something went wrong</source>
        <translation>出现错误</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Something went wrong inside Weft</source>
        <translation>Weft 内部出现错误</translation>
    </message>
    <message>
        <location filename="app/docks/problem_rows.py"/>
        <source>Space: {fix}</source>
        <translation>空格键：{fix}</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_head.py"/>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <location filename="app/gallery/guarded_index.py"/>
        <source>Stars, ratings and tags can't be kept now, so nothing was changed.</source>
        <translation>目前无法保存星标、评分和标签，因此没有更改。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Start from one of the workflows that travel with Weft.</source>
        <translation>从 Weft 自带的工作流开始。</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>Starts</source>
        <translation>开始</translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>Stay at this step (Space)</source>
        <translation>停在此步（空格）</translation>
    </message>
    <message>
        <location filename="app/docks/inspector.py"/>
        <source>Stay with this node</source>
        <translation>锁定此节点</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Step down</source>
        <translation>向下移动一格</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Step left</source>
        <translation>向左移动一格</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Step right</source>
        <translation>向右移动一格</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Step through the denoising in the preview.</source>
        <translation>在预览中逐步查看去噪过程。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Step up</source>
        <translation>向上移动一格</translation>
    </message>
    <message>
        <location filename="app/gallery/live_gallery.py"/>
        <source>Step {step} / {total}</source>
        <translation>第 {step} / {total} 步</translation>
    </message>
    <message>
        <location filename="app/running/node_previews.py"/>
        <location filename="app/sweeps/cell.py"/>
        <source>Step {step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <source>Steps</source>
        <translation>步</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>Steps 1–{last} came from the cache, so only what follows is computed.</source>
        <translation>第 1–{last} 步来自缓存，只计算其后的部分。</translation>
    </message>
    <message>
        <location filename="app/preview/export_dialog.py"/>
        <source>Steps per second</source>
        <translation>每秒步数</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/running/run_bar.py"/>
        <location filename="app/sweeps/page.py"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="app/docks/queue_menu.py"/>
        <location filename="app/docks/queue_rows.py"/>
        <source>Stop after this step</source>
        <translation>在此步之后停止</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Stop after this step; what is done is kept.</source>
        <translation>完成当前步后停止；已完成的部分会保留。</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <location filename="app/verifying/verified.py"/>
        <source>Stopped before it could be compared</source>
        <translation>在可以比较之前已停止</translation>
    </message>
    <message>
        <location filename="app/running/run_display.py"/>
        <source>Stopped; what was done is kept, and the next run goes on there.</source>
        <translation>已停止；已完成的部分会保留，下次运行将从那里继续。</translation>
    </message>
    <message>
        <location filename="app/running/run_display.py"/>
        <source>Stopping after this step.</source>
        <translation>将在此步之后停止。</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>Stops after this step</source>
        <translation>将在此步之后停止</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <location filename="app/tools/commands.py"/>
        <source>Straighten</source>
        <translation>拉直连线</translation>
    </message>
    <message>
        <location filename="app/docks/workflow_form.py"/>
        <location filename="app/tools/subgraph_commands.py"/>
        <source>Subgraph</source>
        <translation>子图</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>Subgraph {name}</source>
        <translation>子图 {name}</translation>
    </message>
    <message>
        <location filename="app/compare/bar.py"/>
        <source>Swap A and B</source>
        <translation>交换 A 与 B</translation>
    </message>
    <message>
        <location filename="app/preview/compare_bar.py"/>
        <source>Swap A and B (X)</source>
        <translation>交换 A 与 B（X）</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Swap rows and columns</source>
        <translation>交换行与列</translation>
    </message>
    <message>
        <location filename="app/docks/size_row.py"/>
        <source>Swap width and height</source>
        <translation>交换宽与高</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Sweep</source>
        <translation>参数扫描</translation>
    </message>
    <message>
        <location filename="app/sweeps/page.py"/>
        <source>Sweep of {title}</source>
        <translation>{title} 的参数扫描</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Sweep {title}</source>
        <translation>扫描 {title}</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/param_row.py"/>
        <source>Sweep…</source>
        <translation>参数扫描…</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>T2I-Adapters</source>
        <translation>T2I-Adapter</translation>
    </message>
    <message>
        <location filename="app/docks/panel_header.py"/>
        <source>Tabs: {names}</source>
        <translation>标签页：{names}</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>Tags, with commas between</source>
        <translation>标签，以逗号分隔</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Take its folder out of the gallery</source>
        <translation>将其文件夹移出图库</translation>
    </message>
    <message>
        <location filename="app/tools/commands.py"/>
        <location filename="app/tools/move.py"/>
        <source>Take out of wires</source>
        <translation>从连线中取出</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Take out, heal the wire</source>
        <translation>取出并接通连线</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Take the last change back; pictures stay.</source>
        <translation>撤销上一次更改；图片会保留。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Take the node out of its wire and join the ends.</source>
        <translation>从连线中取出节点，并接通两端。</translation>
    </message>
    <message>
        <location filename="app/docks/palette.py"/>
        <source>Takes</source>
        <translation>输入</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Takes it out and heals the wire</source>
        <translation>取出节点并接通连线</translation>
    </message>
    <message>
        <location filename="app/dialogs/templates.py"/>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Text encoders</source>
        <translation>文本编码器</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>The canvas has its own zoom.</source>
        <translation>画布有单独的缩放。</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweeps.py"/>
        <source>The cell can't be opened</source>
        <translation>无法打开此单元格</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweeps.py"/>
        <source>The contact sheet is not saved</source>
        <translation>联系表未保存</translation>
    </message>
    <message>
        <location filename="app/engine/client.py"/>
        <source>The engine answered something else than was asked.</source>
        <translation>引擎的应答与请求不符。</translation>
    </message>
    <message>
        <location filename="app/engine/connection.py"/>
        <source>The engine can't be started: {why}.</source>
        <translation>无法启动引擎：{why}。</translation>
    </message>
    <message>
        <location filename="app/engine/connection.py"/>
        <source>The engine can't be understood: {what}</source>
        <translation>无法理解引擎的应答：{what}</translation>
    </message>
    <message>
        <location filename="app/running/run_display.py"/>
        <source>The engine ended during the run, which waits in the queue.</source>
        <translation>引擎在运行期间结束，该运行在队列中等待。</translation>
    </message>
    <message>
        <location filename="app/running/commands.py"/>
        <source>The engine is started again; nothing of the document is lost.</source>
        <translation>引擎正在重新启动；文档没有任何丢失。</translation>
    </message>
    <message>
        <location filename="app/engine/connection.py"/>
        <source>The engine stopped with the code {code}.</source>
        <translation>引擎已停止，代码为 {code}。</translation>
    </message>
    <message>
        <location filename="app/engine/connection.py"/>
        <source>The engine was ended from outside or crashed.</source>
        <translation>引擎被外部结束或已崩溃。</translation>
    </message>
    <message>
        <location filename="app/engine/client.py"/>
        <source>The engine was started again.</source>
        <translation>引擎已重新启动。</translation>
    </message>
    <message>
        <location filename="app/dialogs/file_bar.py"/>
        <source>The file has changed</source>
        <translation>文件已更改</translation>
    </message>
    <message>
        <location filename="app/compare/versions_dialog.py"/>
        <source>The file is open read-only.</source>
        <translation>文件以只读方式打开。</translation>
    </message>
    <message>
        <location filename="app/jobs/store.py"/>
        <source>The file of the queue was damaged; it was set aside, and a new one begun.</source>
        <translation>队列文件已损坏；已将其移开并新建一个。</translation>
    </message>
    <message>
        <location filename="app/gallery/schema.py"/>
        <source>The gallery's index can't be kept in {folder}: {reason}.</source>
        <translation>图库索引无法保存在 {folder}：{reason}。</translation>
    </message>
    <message>
        <location filename="app/gallery/guarded_index.py"/>
        <source>The gallery's index can't be written: {reason}. Free some space on {folder}.</source>
        <translation>图库索引无法写入：{reason}。请在 {folder} 上释放一些空间。</translation>
    </message>
    <message>
        <location filename="app/gallery/schema.py"/>
        <source>The gallery's index was damaged and is made anew from the pictures; the old file is kept as {name}.</source>
        <translation>图库索引已损坏，正根据图片重新建立；旧文件保留为 {name}。</translation>
    </message>
    <message>
        <location filename="app/docks/log.py"/>
        <source>The log is on the clipboard.</source>
        <translation>日志已复制到剪贴板。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>The menu of the canvas, node, wire or port</source>
        <translation>打开画布、节点、连线或端口的菜单</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>The menu of what is selected, as a right click opens it.</source>
        <translation>打开所选内容的菜单，与右键单击相同。</translation>
    </message>
    <message>
        <location filename="app/editors/seed.py"/>
        <source>The next seed for each run</source>
        <translation>每次运行使用下一个种子</translation>
    </message>
    <message>
        <location filename="app/docks/mixed_field.py"/>
        <source>The nodes have different values; edit to give all the same.</source>
        <translation>这些节点的值不同；编辑后将统一为相同的值。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with all node types.</source>
        <translation>包含所有节点类型的面板。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with all nodes as a tree.</source>
        <translation>以树形显示所有节点的面板。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with everything rendered.</source>
        <translation>包含所有生成图片的面板。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with the jobs.</source>
        <translation>包含任务的面板。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with the live picture.</source>
        <translation>实时显示图片的面板。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with the model files found.</source>
        <translation>包含已找到的模型文件的面板。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with the values of the selected node.</source>
        <translation>包含所选节点的值的面板。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with what the checks found.</source>
        <translation>包含检查结果的面板。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>The panel with what the engine says.</source>
        <translation>包含引擎消息的面板。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_actions.py"/>
        <source>The picture is copied.</source>
        <translation>图片已复制。</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>The picture is on the clipboard.</source>
        <translation>图片已复制到剪贴板。</translation>
    </message>
    <message>
        <location filename="app/preview/picture_view.py"/>
        <source>The picture that is being made appears here.</source>
        <translation>正在生成的图片会显示在这里。</translation>
    </message>
    <message>
        <location filename="app/docks/queue_panel.py"/>
        <source>The picture {file} is not there any more.</source>
        <translation>图片 {file} 已不存在。</translation>
    </message>
    <message>
        <location filename="app/jobs/store.py"/>
        <source>The queue can't be kept for the next start: {why}.</source>
        <translation>队列无法保留到下次启动：{why}。</translation>
    </message>
    <message>
        <location filename="app/jobs/queue.py"/>
        <source>The queue is paused, so {job} waits.</source>
        <translation>队列已暂停，因此 {job} 在等待。</translation>
    </message>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>The result is too large.</source>
        <translation>结果过大。</translation>
    </message>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>The root of a negative number is no number here.</source>
        <translation>不能对负数开方。</translation>
    </message>
    <message>
        <location filename="app/running/run_display.py"/>
        <source>The run begins.</source>
        <translation>运行开始。</translation>
    </message>
    <message>
        <location filename="app/engine/client.py"/>
        <source>The run did not stop, so the engine was ended.</source>
        <translation>运行没有停止，因此结束了引擎。</translation>
    </message>
    <message>
        <location filename="app/compare/versions.py"/>
        <source>The same as now.</source>
        <translation>与现在相同。</translation>
    </message>
    <message>
        <location filename="app/verifying/verified.py"/>
        <source>The same picture, but for what its format loses</source>
        <translation>除格式造成的损失外，图片相同</translation>
    </message>
    <message>
        <location filename="app/verifying/verified.py"/>
        <source>The same picture, pixel for pixel</source>
        <translation>图片逐像素相同</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <source>The saved version</source>
        <translation>已保存的版本</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_actions.py"/>
        <source>The seed is copied.</source>
        <translation>种子已复制。</translation>
    </message>
    <message>
        <location filename="app/settings/settings.py"/>
        <source>The setting “{name}” can't be {value!r}; its default holds.</source>
        <translation>设置项“{name}”不能为 {value!r}；将使用默认值。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_actions.py"/>
        <source>The settings are copied.</source>
        <translation>设置已复制。</translation>
    </message>
    <message>
        <location filename="app/settings/settings.py"/>
        <source>The settings are no JSON object; the defaults hold.</source>
        <translation>设置不是 JSON 对象；将使用默认值。</translation>
    </message>
    <message>
        <location filename="app/settings/store.py"/>
        <source>The settings can't be written to “{file}”: {why}</source>
        <translation>无法将设置写入“{file}”：{why}</translation>
    </message>
    <message>
        <location filename="app/settings/store.py"/>
        <source>The settings in “{file}” can't be read; the defaults hold.</source>
        <translation>无法读取“{file}”中的设置；将使用默认值。</translation>
    </message>
    <message>
        <location filename="app/jobs/queue.py"/>
        <source>The studio was closed or ended while it ran.</source>
        <translation>运行期间工作室被关闭或结束。</translation>
    </message>
    <message>
        <location filename="app/tools/subgraph_commands.py"/>
        <source>The subgraph is not saved: {why}</source>
        <translation>子图未保存：{why}</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweeps.py"/>
        <source>The sweep can't be shown</source>
        <translation>无法显示参数扫描</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>The two are the same.</source>
        <translation>两者相同。</translation>
    </message>
    <message>
        <location filename="app/compare/difference_canvas.py"/>
        <source>The two workflows as one</source>
        <translation>合并显示的两个工作流</translation>
    </message>
    <message>
        <location filename="app/tools/fitting.py"/>
        <source>The type of this node is not installed, so its ports are not known.</source>
        <translation>此节点的类型未安装，因此端口未知。</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <source>The version can't be read</source>
        <translation>无法读取该版本</translation>
    </message>
    <message>
        <location filename="app/window_commands.py"/>
        <source>The versions are on the clipboard; paste them into your report.</source>
        <translation>版本信息已复制到剪贴板，请粘贴到您的报告中。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>The whole workflow in a corner.</source>
        <translation>在角落显示整个工作流。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>The wire that is being dragged passes a dot here.</source>
        <translation>让正在拖动的连线在此经过一个转接点。</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>The workflow</source>
        <translation>工作流</translation>
    </message>
    <message>
        <location filename="app/docks/outliner.py"/>
        <source>The workflow is empty.</source>
        <translation>工作流是空的。</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>The {count} shortest bars are left out.</source>
        <translation>省略了最短的 {count} 个条。</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Theme, text size, language, folders and more.</source>
        <translation>主题、文字大小、语言、文件夹等。</translation>
    </message>
    <message>
        <location filename="app/gallery/query.py"/>
        <source>There is no filter “{key}:”, but “{hint}:”.</source>
        <translation>没有筛选条件“{key}:”，但有“{hint}:”。</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>There is no node to run.</source>
        <translation>没有可运行的节点。</translation>
    </message>
    <message numerus="yes">
        <location filename="app/gallery/store.py"/>
        <source>There is no trash where {number} pictures lie, so they were not deleted. Show them in their folder to delete them there for good.</source>
        <translation>
            <numerusform>{number} 张图片所在位置没有回收站，因此没有删除。可在其文件夹中显示，并在那里永久删除。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/tools/commands.py"/>
        <source>There is nothing on the clipboard that could be pasted.</source>
        <translation>剪贴板中没有可以粘贴的内容。</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>This can't run yet: {problem}</source>
        <translation>还无法运行：{problem}</translation>
    </message>
    <message>
        <location filename="app/document/document.py"/>
        <source>This file is open read-only; save it under another name to edit.</source>
        <translation>此文件以只读方式打开；请另存为其他名称再编辑。</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>This is running already.</source>
        <translation>已在运行。</translation>
    </message>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>This is too long for a sum.</source>
        <translation>算式过长。</translation>
    </message>
    <message>
        <location filename="app/docks/node_form.py"/>
        <source>This node type is not installed. The node is kept as the file has it.</source>
        <translation>此节点类型未安装。节点按文件中的内容保留。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_actions.py"/>
        <source>This picture does not tell how it was made.</source>
        <translation>这张图片没有记录其生成方式。</translation>
    </message>
    <message>
        <location filename="app/preview/branch_dialog.py"/>
        <source>This sampler draws no noise after the start.</source>
        <translation>此采样器在开始之后不再引入噪声。</translation>
    </message>
    <message>
        <location filename="app/docks/placing.py"/>
        <source>This subgraph is no longer in the library.</source>
        <translation>此子图已不在库中。</translation>
    </message>
    <message>
        <location filename="app/canvas/node_width.py"/>
        <source>This type is not installed</source>
        <translation>此类型未安装</translation>
    </message>
    <message>
        <location filename="app/compare/versions.py"/>
        <source>This version can't be read.</source>
        <translation>无法读取此版本。</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_head.py"/>
        <source>This workflow</source>
        <translation>此工作流</translation>
    </message>
    <message>
        <location filename="app/docks/gallery.py"/>
        <source>This workflow has saved no pictures yet.</source>
        <translation>此工作流还没有保存过图片。</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>This workflow is ready to run. Three keys to know:</source>
        <translation>此工作流可以直接运行。先认识三个快捷键：</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>Three keys to know:</source>
        <translation>先认识三个快捷键：</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/timings/page.py"/>
        <source>Timings</source>
        <translation>耗时</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>Timings of {title}</source>
        <translation>{title} 的耗时</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>Tiny decoders</source>
        <translation>微型解码器</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <location filename="app/docks/node_form.py"/>
        <location filename="app/docks/outline_rows.py"/>
        <location filename="app/page/floating.py"/>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <location filename="app/search/find_node.py"/>
        <source>Title, id, type or value</source>
        <translation>标题、ID、类型或值</translation>
    </message>
    <message>
        <location filename="app/sweeps/dialog.py"/>
        <source>Too many pictures</source>
        <translation>图片过多</translation>
    </message>
    <message>
        <location filename="app/running/words.py"/>
        <source>Took {time}</source>
        <translation>用时 {time}</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>Try fewer letters, or what the node makes.</source>
        <translation>请少输几个字母，或输入节点生成的内容。</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>Try fewer letters.</source>
        <translation>请少输几个字母。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Turns over what is in the box</source>
        <translation>反转框内内容的选择状态</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Turquoise</source>
        <translation>青绿色</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Two fingers</source>
        <translation>双指滑动</translation>
    </message>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>Type a number or a sum such as 512*1.5.</source>
        <translation>请输入数字或算式，例如 512*1.5。</translation>
    </message>
    <message>
        <location filename="app/editors/list_popup.py"/>
        <source>Type to filter</source>
        <translation>输入以筛选</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Types it; expressions such as 512*1.5 are allowed</source>
        <translation>直接输入；可使用 512*1.5 之类的算式</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>U-Nets</source>
        <translation>U-Net</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/docks/gallery_undo.py"/>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <location filename="app/access/speaking.py"/>
        <source>Undone: {step}</source>
        <translation>已撤销：{step}</translation>
    </message>
    <message>
        <location filename="app/tools/gestures.py"/>
        <location filename="app/tools/subgraph_commands.py"/>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Unfold the subgraph</source>
        <translation>解散子图</translation>
    </message>
    <message>
        <location filename="app/docks/param_label.py"/>
        <location filename="app/docks/param_row.py"/>
        <source>Unpin from the node</source>
        <translation>取消固定到节点</translation>
    </message>
    <message>
        <location filename="app/docks/param_row.py"/>
        <source>Unpin {param}</source>
        <translation>取消固定 {param}</translation>
    </message>
    <message>
        <location filename="app/dialogs/unsaved.py"/>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <location filename="app/dialogs/unsaved.py"/>
        <source>Unsaved workflows</source>
        <translation>未保存的工作流</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <location filename="app/docks/workflow_form.py"/>
        <location filename="app/document/document.py"/>
        <location filename="app/files.py"/>
        <location filename="app/sweeps/sweeps.py"/>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <location filename="app/running/run_button.py"/>
        <location filename="app/running/words.py"/>
        <source>Up to date</source>
        <translation>已是最新</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>Up to date: nothing has changed since the last run.</source>
        <translation>已是最新：自上次运行以来没有任何变化。</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>Use "{name}"</source>
        <translation>使用“{name}”</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Use its seed</source>
        <translation>使用其种子</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Use its settings</source>
        <translation>使用其设置</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>Use settings</source>
        <translation>使用设置</translation>
    </message>
    <message>
        <location filename="app/gallery/live_gallery.py"/>
        <source>Use settings of a picture</source>
        <translation>使用图片的设置</translation>
    </message>
    <message>
        <location filename="app/docks/fixes.py"/>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>VAEs</source>
        <translation>VAE</translation>
    </message>
    <message>
        <location filename="app/editors/list_popup.py"/>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Values on its face</source>
        <translation>显示在节点上的值</translation>
    </message>
    <message>
        <location filename="app/sweeps/axis_form.py"/>
        <source>Values, with commas between them</source>
        <translation>取值，以逗号分隔</translation>
    </message>
    <message>
        <location filename="app/verifying/dialog.py"/>
        <source>Verified {name}</source>
        <translation>已验证 {name}</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>Verify</source>
        <translation>验证</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Verify a picture…</source>
        <translation>验证图片…</translation>
    </message>
    <message>
        <location filename="app/verifying/verifying.py"/>
        <source>Verify {name}</source>
        <translation>验证 {name}</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
    <message>
        <location filename="app/docks/state_badge.py"/>
        <location filename="app/sweeps/cell.py"/>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>Waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Walk</source>
        <translation>逐节点移动</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Walk down</source>
        <translation>移到下方节点</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Walk downstream</source>
        <translation>移到下游节点</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Walk up</source>
        <translation>移到上方节点</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Walk upstream</source>
        <translation>移到上游节点</translation>
    </message>
    <message>
        <location filename="app/docks/problem_rows.py"/>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_guard.py"/>
        <source>Weft could not finish what it was doing ({what}).</source>
        <translation>Weft 未能完成正在进行的操作（{what}）。</translation>
    </message>
    <message>
        <location filename="app/engine/connection.py"/>
        <source>Weft {engine} is installed now, but this window is Weft {studio}; close and open it.</source>
        <translation>现在安装的是 Weft {engine}，而此窗口是 Weft {studio}；请关闭后重新打开。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>Welcome to Weft</source>
        <translation>欢迎使用 Weft</translation>
    </message>
    <message>
        <location filename="app/running/run_bar.py"/>
        <source>What Run does with seeds: keeps them, draws new ones, or counts on.</source>
        <translation>运行如何处理种子：保留、重新抽取或递增。</translation>
    </message>
    <message>
        <location filename="app/compare/entry_list.py"/>
        <location filename="app/compare/page.py"/>
        <source>What differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <location filename="app/verifying/dialog.py"/>
        <source>What has changed since</source>
        <translation>此后的变化</translation>
    </message>
    <message>
        <location filename="app/docks/workflow_form.py"/>
        <source>What is it for?</source>
        <translation>用途是什么？</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>What it does</source>
        <translation>功能说明</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <source>What the file holds, without your changes since</source>
        <translation>文件中的内容，不含您之后的更改</translation>
    </message>
    <message>
        <location filename="app/compare/compare_dialog.py"/>
        <source>What to compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <location filename="app/dialogs/unsaved.py"/>
        <source>What you changed since the last save is lost otherwise.</source>
        <translation>否则，上次保存之后的更改将丢失。</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Wheel, pinch</source>
        <translation>滚轮、双指缩放</translation>
    </message>
    <message>
        <location filename="app/search/wire_picker.py"/>
        <source>Where to?</source>
        <translation>连到哪里？</translation>
    </message>
    <message>
        <location filename="app/page/breadcrumb.py"/>
        <source>Where you are</source>
        <translation>当前位置</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Which version this is.</source>
        <translation>查看当前版本。</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Why will this run?</source>
        <translation>为什么会运行？</translation>
    </message>
    <message>
        <location filename="app/docks/state_badge.py"/>
        <source>Will run</source>
        <translation>将运行</translation>
    </message>
    <message>
        <location filename="app/actions/menus.py"/>
        <source>Wire</source>
        <translation>连线</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_head.py"/>
        <source>Words, and filters such as model:sdxl node:Refine after:2026-11 rating:&gt;=4 tag:cover is:starred -blurry</source>
        <translation>词语以及筛选条件，例如 model:sdxl node:Refine after:2026-11 rating:&gt;=4 tag:cover is:starred -blurry</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>Work</source>
        <translation>操作</translation>
    </message>
    <message>
        <location filename="app/canvas/view.py"/>
        <location filename="app/docks/workflow_form.py"/>
        <source>Workflow</source>
        <translation>工作流</translation>
    </message>
    <message>
        <location filename="app/files.py"/>
        <source>Workflows</source>
        <translation>工作流</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <location filename="app/files.py"/>
        <source>Workflows and pictures with one inside</source>
        <translation>工作流及包含工作流的图片</translation>
    </message>
    <message>
        <location filename="app/actions/canvas_table.py"/>
        <source>Write a note on the canvas, in Markdown.</source>
        <translation>在画布上用 Markdown 书写便签。</translation>
    </message>
    <message>
        <location filename="app/editors/expressions.py"/>
        <source>Write a point instead of the comma.</source>
        <translation>请用小数点代替逗号。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Write every workflow that has changed.</source>
        <translation>保存所有更改过的工作流。</translation>
    </message>
    <message>
        <location filename="app/docks/box_form.py"/>
        <location filename="app/page/page.py"/>
        <source>Write note</source>
        <translation>编辑便签</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Write the canvas to a PNG file.</source>
        <translation>将画布保存为 PNG 文件。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Write the steps of the preview as GIF, WebP, APNG or MP4.</source>
        <translation>将预览的各步写为 GIF、WebP、APNG 或 MP4。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Write the workflow to another file.</source>
        <translation>将工作流保存为另一个文件。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Write the workflow to its file.</source>
        <translation>将工作流保存到其文件。</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <location filename="app/dialogs/crash_report.py"/>
        <source>Your work is untouched and you can go on. To be safe, save the document.</source>
        <translation>您的工作没有受到影响，可以继续。为保险起见，请保存文档。</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/canvas/zoom_bar.py"/>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <location filename="app/canvas/zoom_bar.py"/>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <location filename="app/actions/window_table.py"/>
        <source>Zoom to 100 %</source>
        <translation>缩放至 100%</translation>
    </message>
    <message>
        <location filename="app/actions/mouse_gestures.py"/>
        <source>Zooms at the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>`{port}` will be linked.</source>
        <translation>将连接 `{port}`。</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>`{port}` will be linked;</source>
        <translation>将连接 `{port}`；</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>a ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>a LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>a U-Net</source>
        <translation>U-Net</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>a VAE</source>
        <translation>VAE</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>a checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>a text encoder</source>
        <translation>文本编码器</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <location filename="app/running/run_display.py"/>
        <source>about {time} left</source>
        <translation>大约还需 {time}</translation>
    </message>
    <message>
        <location filename="app/compare/kinds.py"/>
        <source>added</source>
        <translation>已新增</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>an embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <location filename="app/docks/port_row.py"/>
        <source>and {number} more</source>
        <translation>另有 {number} 项</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>another kind</source>
        <translation>其他类型</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>any type</source>
        <translation>任意类型</translation>
    </message>
    <message>
        <location filename="app/editors/number_value.py"/>
        <source>at least {low:g}</source>
        <translation>不小于 {low:g}</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>at least {low}</source>
        <translation>不小于 {low}</translation>
    </message>
    <message>
        <location filename="app/editors/number_value.py"/>
        <source>at most {high:g}</source>
        <translation>不大于 {high:g}</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>at most {high}</source>
        <translation>不大于 {high}</translation>
    </message>
    <message>
        <location filename="app/search/wire_picker.py"/>
        <source>back</source>
        <translation>返回</translation>
    </message>
    <message>
        <location filename="app/search/wire_picker.py"/>
        <source>begin here</source>
        <translation>从此开始</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>branch from step {step}</source>
        <translation>从第 {step} 步分支</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <location filename="app/docks/outline_words.py"/>
        <source>bypassed</source>
        <translation>已旁路</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <location filename="app/timings/totals_table.py"/>
        <source>cached</source>
        <translation>已缓存</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>change its key</source>
        <translation>更改快捷键</translation>
    </message>
    <message>
        <location filename="app/compare/kinds.py"/>
        <location filename="app/dialogs/keys.py"/>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <location filename="app/search/node_search.py"/>
        <location filename="app/search/wire_picker.py"/>
        <source>choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <location filename="app/timings/totals_table.py"/>
        <source>computed</source>
        <translation>已计算</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <source>control: {names}</source>
        <translation>控制：{names}</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>default</source>
        <translation>默认</translation>
    </message>
    <message>
        <location filename="app/running/words.py"/>
        <source>device at {size}</source>
        <translation>设备 {size}</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>do it</source>
        <translation>执行</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <location filename="app/canvas/param_row.py"/>
        <location filename="app/editors/prompt_text.py"/>
        <source>empty prompt</source>
        <translation>空提示词</translation>
    </message>
    <message>
        <location filename="app/running/words.py"/>
        <source>engine at {size}</source>
        <translation>引擎 {size}</translation>
    </message>
    <message>
        <location filename="app/docks/problems.py"/>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <location filename="app/running/course.py"/>
        <location filename="app/timings/totals_table.py"/>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>finds a node to add</source>
        <translation>查找要添加的节点</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>finds everything else</source>
        <translation>查找其他一切</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>for {node}</source>
        <translation>用于 {node}</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>found</source>
        <translation>已找到</translation>
    </message>
    <message>
        <location filename="app/docks/outline_words.py"/>
        <source>frame</source>
        <translation>分组框</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <source>from cache</source>
        <translation>来自缓存</translation>
    </message>
    <message>
        <location filename="app/editors/number_value.py"/>
        <source>from {low:g} to {high:g}</source>
        <translation>{low:g} 到 {high:g}</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>from {low} to {high}</source>
        <translation>{low} 到 {high}</translation>
    </message>
    <message>
        <location filename="app/docks/outline_words.py"/>
        <source>from {node}</source>
        <translation>来自 {node}</translation>
    </message>
    <message>
        <location filename="app/running/plan_statuses.py"/>
        <source>from {step}</source>
        <translation>从 {step} 起</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>gives a {kind}</source>
        <translation>输出 {kind}</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>gives an {kind}</source>
        <translation>输出 {kind}</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <source>guidance {value}</source>
        <translation>引导强度 {value}</translation>
    </message>
    <message>
        <location filename="app/docks/problems.py"/>
        <source>hints</source>
        <translation>提示</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>in memory</source>
        <translation>在内存中</translation>
    </message>
    <message>
        <location filename="app/tools/wiring_by_keys.py"/>
        <source>in place of {link}</source>
        <translation>替换 {link}</translation>
    </message>
    <message>
        <location filename="app/docks/outline_words.py"/>
        <location filename="app/tools/wiring_by_keys.py"/>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>input {name}</source>
        <translation>输入 {name}</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>inside a subgraph</source>
        <translation>在子图内</translation>
    </message>
    <message>
        <location filename="app/jobs/store.py"/>
        <source>its file is of a later Weft</source>
        <translation>其文件来自更新版本的 Weft</translation>
    </message>
    <message>
        <location filename="app/search/find_node.py"/>
        <source>jump there</source>
        <translation>跳转</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>leave it</source>
        <translation>放弃</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>less than 1 MB</source>
        <translation>不到 1 MB</translation>
    </message>
    <message>
        <location filename="app/search/wire_picker.py"/>
        <source>link</source>
        <translation>连接</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>linked to {node}</source>
        <translation>连接到 {node}</translation>
    </message>
    <message>
        <location filename="app/editors/model_rows.py"/>
        <source>loaded</source>
        <translation>已加载</translation>
    </message>
    <message>
        <location filename="app/verifying/verifying.py"/>
        <source>made again and compared</source>
        <translation>已重新生成并比较</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>makes the picture</source>
        <translation>生成图片</translation>
    </message>
    <message>
        <location filename="app/running/words.py"/>
        <source>memory +{size}</source>
        <translation>内存 +{size}</translation>
    </message>
    <message>
        <location filename="app/docks/mixed_field.py"/>
        <source>mixed</source>
        <translation>多个值</translation>
    </message>
    <message>
        <location filename="app/compare/kinds.py"/>
        <source>moved</source>
        <translation>已移动</translation>
    </message>
    <message>
        <location filename="app/editors/number_value.py"/>
        <source>multiples of {number} only</source>
        <translation>只能是 {number} 的倍数</translation>
    </message>
    <message>
        <location filename="app/docks/port_row.py"/>
        <source>must be linked</source>
        <translation>必须连接</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <location filename="app/docks/outline_words.py"/>
        <source>muted</source>
        <translation>已静音</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>name or description differs</source>
        <translation>名称或说明不同</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_details.py"/>
        <source>negative</source>
        <translation>负面</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <location filename="app/docks/outline_words.py"/>
        <source>node of an unknown type</source>
        <translation>未知类型的节点</translation>
    </message>
    <message>
        <location filename="app/sweeps/param_field.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <source>not done yet</source>
        <translation>尚未完成</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <location filename="app/compare/entries.py"/>
        <source>not linked</source>
        <translation>未连接</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>not linked, required</source>
        <translation>未连接，必需</translation>
    </message>
    <message>
        <location filename="app/docks/param_label.py"/>
        <source>not the default</source>
        <translation>非默认值</translation>
    </message>
    <message>
        <location filename="app/docks/outline_words.py"/>
        <source>note</source>
        <translation>便签</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <location filename="app/docks/workflow_form.py"/>
        <source>of several types</source>
        <translation>多种类型</translation>
    </message>
    <message>
        <location filename="app/editors/switch.py"/>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <location filename="app/editors/switch.py"/>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>on disk</source>
        <translation>在磁盘上</translation>
    </message>
    <message numerus="yes">
        <location filename="app/access/node_words.py"/>
        <source>one of {number} choices</source>
        <translation>
            <numerusform>{number} 个选项之一</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>only fitting</source>
        <translation>仅匹配的</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>other entries</source>
        <translation>其他条目不同</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>other frames</source>
        <translation>分组框不同</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>other notes</source>
        <translation>便签不同</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>other wire dots</source>
        <translation>转接点不同</translation>
    </message>
    <message>
        <location filename="app/docks/outline_words.py"/>
        <location filename="app/tools/wiring_by_keys.py"/>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>output {name}</source>
        <translation>输出 {name}</translation>
    </message>
    <message>
        <location filename="app/docks/param_label.py"/>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>place</source>
        <translation>放置</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <location filename="app/editors/seed.py"/>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <location filename="app/gallery/words.py"/>
        <source>rated {rating} of 5</source>
        <translation>评分 {rating}，满分 5</translation>
    </message>
    <message>
        <location filename="app/compare/kinds.py"/>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <location filename="app/compare/kinds.py"/>
        <source>renamed</source>
        <translation>已重命名</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>resumed</source>
        <translation>已续算</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>resumed at step {step}</source>
        <translation>从第 {step} 步续算</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>resumes</source>
        <translation>将续算</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <location filename="app/dialogs/welcome.py"/>
        <source>shows the whole workflow</source>
        <translation>显示整个工作流</translation>
    </message>
    <message>
        <location filename="app/timings/totals_table.py"/>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>slider</source>
        <translation>滑块</translation>
    </message>
    <message>
        <location filename="app/gallery/words.py"/>
        <source>starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>step {step} of {steps}</source>
        <translation>第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <location filename="app/running/plan_statuses.py"/>
        <source>steps known</source>
        <translation>步已知</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweep_run.py"/>
        <source>stopped; what is done is kept</source>
        <translation>已停止；已完成的部分会保留</translation>
    </message>
    <message>
        <location filename="app/docks/outline_words.py"/>
        <source>subgraph</source>
        <translation>子图</translation>
    </message>
    <message numerus="yes">
        <location filename="app/access/node_words.py"/>
        <source>subgraph with {number} nodes</source>
        <translation>
            <numerusform>包含 {number} 个节点的子图</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>subgraphs differ</source>
        <translation>子图不同</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>switch</source>
        <translation>开关</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <source>take it from {names}</source>
        <translation>从{names}改用</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>takes a {kind}</source>
        <translation>接收 {kind}</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>takes an {kind}</source>
        <translation>接收 {kind}</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>the device had {size}</source>
        <translation>设备占用 {size}</translation>
    </message>
    <message>
        <location filename="app/editors/line.py"/>
        <source>the output folder itself</source>
        <translation>输出文件夹本身</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>the process had {size}</source>
        <translation>进程占用 {size}</translation>
    </message>
    <message>
        <location filename="app/gallery/guarded_index.py"/>
        <source>this computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <location filename="app/docks/outline_words.py"/>
        <source>to {node}</source>
        <translation>通往 {node}</translation>
    </message>
    <message>
        <location filename="app/compare/versions.py"/>
        <source>today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweep_run.py"/>
        <source>waits in the queue</source>
        <translation>在队列中等待</translation>
    </message>
    <message>
        <location filename="app/search/find_node.py"/>
        <source>walk</source>
        <translation>移动</translation>
    </message>
    <message>
        <location filename="app/docks/problems.py"/>
        <source>warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <location filename="app/editors/number_value.py"/>
        <source>whole numbers only</source>
        <translation>只能是整数</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>will run</source>
        <translation>将运行</translation>
    </message>
    <message>
        <location filename="app/compare/versions.py"/>
        <source>yesterday {time}</source>
        <translation>昨天 {time}</translation>
    </message>
    <message>
        <location filename="app/preview/picture_view.py"/>
        <source>{at} of {count}</source>
        <translation>第 {at} 张，共 {count} 张</translation>
    </message>
    <message>
        <location filename="app/compare/tabs.py"/>
        <source>{before} compared with {after}</source>
        <translation>{before} 与 {after} 的比较</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <location filename="app/docks/outline_words.py"/>
        <source>{category} node</source>
        <translation>{category} 节点</translation>
    </message>
    <message>
        <location filename="app/sweeps/page.py"/>
        <source>{count} U-Net evaluations were computed.</source>
        <translation>计算了 {count} 次 U-Net 求值。</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>{count} actions have other keys.</source>
        <translation>有 {count} 个操作改过快捷键。</translation>
    </message>
    <message>
        <location filename="app/preview/picture_view.py"/>
        <source>{count} · {size}</source>
        <translation>{count} · {size}</translation>
    </message>
    <message>
        <location filename="app/sweeps/value_chips.py"/>
        <source>{count}: {values}</source>
        <translation>{count}：{values}</translation>
    </message>
    <message>
        <location filename="app/running/gauge.py"/>
        <source>{device}: Weft's engine takes {own} GB.</source>
        <translation>{device}：Weft 引擎占用 {own} GB。</translation>
    </message>
    <message>
        <location filename="app/running/course.py"/>
        <source>{done} / {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <location filename="app/sweeps/sweep_run.py"/>
        <source>{done} of {count} done</source>
        <translation>已完成 {done} / {count}</translation>
    </message>
    <message>
        <location filename="app/page/editing_context.py"/>
        <source>{family}; this needs {wanted}</source>
        <translation>{family}；此处需要 {wanted}</translation>
    </message>
    <message>
        <location filename="app/workspace.py"/>
        <source>{file} can't be opened</source>
        <translation>无法打开 {file}</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <location filename="app/compare/file_changes.py"/>
        <source>{file} can't be read</source>
        <translation>无法读取 {file}</translation>
    </message>
    <message>
        <location filename="app/verifying/verifying.py"/>
        <source>{file} can't be verified</source>
        <translation>无法验证 {file}</translation>
    </message>
    <message>
        <location filename="app/preview/actions.py"/>
        <source>{file} can't be written.</source>
        <translation>无法写入 {file}。</translation>
    </message>
    <message>
        <location filename="app/document/saving.py"/>
        <location filename="app/workflow_picture.py"/>
        <source>{file} can't be written: {why}.</source>
        <translation>无法写入 {file}：{why}。</translation>
    </message>
    <message>
        <location filename="app/files.py"/>
        <location filename="app/timings/page.py"/>
        <location filename="app/workspace.py"/>
        <source>{file} is not saved</source>
        <translation>{file} 未保存</translation>
    </message>
    <message>
        <location filename="app/dialogs/model_folders.py"/>
        <source>{folder} (always)</source>
        <translation>{folder}（始终）</translation>
    </message>
    <message>
        <location filename="app/docks/models.py"/>
        <source>{folder} is searched for models from now on.</source>
        <translation>从现在起将在 {folder} 中搜索模型。</translation>
    </message>
    <message>
        <location filename="app/search/command_palette.py"/>
        <location filename="app/search/find_node.py"/>
        <source>{found} of {all}</source>
        <translation>{found} / {all}</translation>
    </message>
    <message>
        <location filename="app/running/words.py"/>
        <source>{hours} h</source>
        <translation>{hours} 小时</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <location filename="app/running/words.py"/>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <location filename="app/dialogs/keys.py"/>
        <source>{key} belongs to {names}. Enter takes it, Esc leaves it.</source>
        <translation>{key} 已用于{names}。按 Enter 改用，按 Esc 放弃。</translation>
    </message>
    <message>
        <location filename="app/actions/key_map.py"/>
        <source>{key} is taken twice: by “{first}” and by “{second}”.</source>
        <translation>{key} 被重复使用：“{first}”和“{second}”。</translation>
    </message>
    <message>
        <location filename="app/sweeps/plan_box.py"/>
        <source>{known} of {steps} steps</source>
        <translation>{steps} 步中的 {known} 步</translation>
    </message>
    <message>
        <location filename="app/sweeps/planned.py"/>
        <source>{known} of {steps} steps are known or shared.</source>
        <translation>{steps} 步中有 {known} 步已知或共用。</translation>
    </message>
    <message>
        <location filename="app/running/words.py"/>
        <source>{minutes} min</source>
        <translation>{minutes} 分</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <location filename="app/running/words.py"/>
        <location filename="app/timings/words.py"/>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <location filename="app/sweeps/page_choice.py"/>
        <source>{name} ({number} of {count}) ▾</source>
        <translation>{name}（第 {number} 个，共 {count} 个）▾</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/files.py"/>
        <source>{name} can't be read: {reason}</source>
        <translation>无法读取 {name}：{reason}</translation>
    </message>
    <message>
        <location filename="app/editors/mask_painter/files.py"/>
        <source>{name} can't be written: {reason}</source>
        <translation>无法写入 {name}：{reason}</translation>
    </message>
    <message>
        <location filename="app/verifying/verifying.py"/>
        <source>{name} is made again, to be compared.</source>
        <translation>正在重新生成 {name} 以进行比较。</translation>
    </message>
    <message>
        <location filename="app/compare/commands.py"/>
        <location filename="app/compare/file_changes.py"/>
        <source>{name} on disk</source>
        <translation>磁盘上的 {name}</translation>
    </message>
    <message>
        <location filename="app/editors/preset_button.py"/>
        <source>{name}, {width} × {height}</source>
        <translation>{name}，{width} × {height}</translation>
    </message>
    <message>
        <location filename="app/preview/following.py"/>
        <source>{name}: Run computes only the steps after it.</source>
        <translation>{name}：运行只计算其后的步。</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>{name}: {time}, {share:.1%} of the run</source>
        <translation>{name}：{time}，占运行的 {share:.1%}</translation>
    </message>
    <message>
        <location filename="app/tools/wiring_by_keys.py"/>
        <source>{node} has no ports.</source>
        <translation>{node} 没有端口。</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>{node} is cached: {why}.</source>
        <translation>{node} 已缓存：{why}。</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>{node} will run: {why}.</source>
        <translation>{node} 将运行：{why}。</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>{node}, step {step} of {steps}</source>
        <translation>{node}，第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <location filename="app/running/running.py"/>
        <source>{node}: no run needs it.</source>
        <translation>{node}：没有运行需要它。</translation>
    </message>
    <message>
        <location filename="app/running/run_display.py"/>
        <source>{node}: step {step} of {steps}</source>
        <translation>{node}：第 {step} 步，共 {steps} 步</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>{number} U-Net evaluations</source>
        <translation>{number} 次 U-Net 求值</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>{number} added</source>
        <translation>新增 {number} 个</translation>
    </message>
    <message numerus="yes">
        <location filename="app/canvas/node_shape.py"/>
        <source>{number} at defaults</source>
        <translation>
            <numerusform>{number} 项为默认值</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>{number} cached</source>
        <translation>{number} 个已缓存</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>{number} changed</source>
        <translation>更改 {number} 个</translation>
    </message>
    <message numerus="yes">
        <location filename="app/sweeps/planned.py"/>
        <source>{number} combinations can't run.</source>
        <translation>
            <numerusform>{number} 种组合无法运行。</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>{number} computed</source>
        <translation>已计算 {number}</translation>
    </message>
    <message numerus="yes">
        <location filename="app/docks/shelf.py"/>
        <source>{number} entries</source>
        <translation>
            <numerusform>{number} 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/docks/problems.py"/>
        <source>{number} errors</source>
        <translation>
            <numerusform>{number} 个错误</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/sweeps/sweep_run.py"/>
        <source>{number} failed</source>
        <translation>{number} 个失败</translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>{number} from cache</source>
        <translation>来自缓存 {number}</translation>
    </message>
    <message numerus="yes">
        <location filename="app/docks/problems.py"/>
        <source>{number} hints</source>
        <translation>
            <numerusform>{number} 条提示</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/docks/workflow_form.py"/>
        <location filename="app/window.py"/>
        <source>{number} links</source>
        <translation>
            <numerusform>{number} 条连线</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/canvas/node_shape.py"/>
        <source>{number} more at defaults</source>
        <translation>
            <numerusform>另有 {number} 项为默认值</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/preview/transport.py"/>
        <source>{number} new</source>
        <translation>{number} 个新的</translation>
    </message>
    <message numerus="yes">
        <location filename="app/canvas/node_shape.py"/>
        <location filename="app/docks/node_form.py"/>
        <location filename="app/docks/outline_words.py"/>
        <location filename="app/docks/workflow_form.py"/>
        <location filename="app/running/words.py"/>
        <location filename="app/window.py"/>
        <source>{number} nodes</source>
        <translation>
            <numerusform>{number} 个节点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/compare/page.py"/>
        <source>{number} nodes are the same.</source>
        <translation>
            <numerusform>{number} 个节点相同。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/running/running.py"/>
        <source>{number} nodes came from the cache.</source>
        <translation>
            <numerusform>{number} 个节点来自缓存。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/compare/entries.py"/>
        <source>{number} nodes elsewhere</source>
        <translation>
            <numerusform>{number} 个节点位置不同</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/timings/page.py"/>
        <source>{number} nodes ran</source>
        <translation>
            <numerusform>{number} 个节点已运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/access/speaking.py"/>
        <source>{number} nodes selected</source>
        <translation>
            <numerusform>已选择 {number} 个节点</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/docks/gallery_menu.py"/>
        <source>{number} of 5</source>
        <translation>{number}，满分 5</translation>
    </message>
    <message>
        <location filename="app/access/node_words.py"/>
        <source>{number} of {count}</source>
        <translation>第 {number} 个，共 {count} 个</translation>
    </message>
    <message>
        <location filename="app/sweeps/planned.py"/>
        <source>{number} of {count} pictures</source>
        <translation>{count} 张图片中的 {number} 张</translation>
    </message>
    <message numerus="yes">
        <location filename="app/docks/gallery_details.py"/>
        <location filename="app/sweeps/dialog.py"/>
        <location filename="app/sweeps/planned.py"/>
        <location filename="app/sweeps/sweeps.py"/>
        <source>{number} pictures</source>
        <translation>
            <numerusform>{number} 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/sweeps/planned.py"/>
        <source>{number} pictures are known already and cost nothing.</source>
        <translation>
            <numerusform>{number} 张图片已知，无需计算。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/docks/gallery.py"/>
        <source>{number} pictures moved to the trash</source>
        <translation>
            <numerusform>已将 {number} 张图片移到回收站</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/sweeps/planned.py"/>
        <source>{number} pictures, all known</source>
        <translation>
            <numerusform>{number} 张图片，全部已知</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/access/node_words.py"/>
        <location filename="app/docks/outline_words.py"/>
        <location filename="app/running/run_display.py"/>
        <source>{number} problems</source>
        <translation>
            <numerusform>{number} 个问题</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>{number} removed</source>
        <translation>移除 {number} 个</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>{number} renamed</source>
        <translation>重命名 {number} 个</translation>
    </message>
    <message>
        <location filename="app/docks/queue_words.py"/>
        <source>{number} s</source>
        <translation>{number} 秒</translation>
    </message>
    <message numerus="yes">
        <location filename="app/running/folding.py"/>
        <location filename="app/running/plan_statuses.py"/>
        <location filename="app/running/words.py"/>
        <source>{number} steps</source>
        <translation>
            <numerusform>{number} 步</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/preview/export_dialog.py"/>
        <source>{number} steps, from noise to the picture.</source>
        <translation>
            <numerusform>{number} 步，从噪声到图片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/sweeps/planned.py"/>
        <source>{number} steps, none of them known or shared.</source>
        <translation>
            <numerusform>{number} 步，均未知且不共用。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/canvas/param_view.py"/>
        <location filename="app/editors/strokes.py"/>
        <source>{number} strokes</source>
        <translation>
            <numerusform>{number} 条笔画</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/sweeps/value_chips.py"/>
        <source>{number} values</source>
        <translation>
            <numerusform>{number} 个值</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="app/docks/problems.py"/>
        <source>{number} warnings</source>
        <translation>
            <numerusform>{number} 个警告</numerusform>
        </translation>
    </message>
    <message>
        <location filename="app/sweeps/grid.py"/>
        <source>{param} →</source>
        <translation>{param} →</translation>
    </message>
    <message>
        <location filename="app/sweeps/grid.py"/>
        <source>{param} ↓</source>
        <translation>{param} ↓</translation>
    </message>
    <message>
        <location filename="app/docks/param_row.py"/>
        <source>{param}, linked to {source}</source>
        <translation>{param}，连接到 {source}</translation>
    </message>
    <message>
        <location filename="app/docks/mixed_field.py"/>
        <source>{param}, mixed values</source>
        <translation>{param}，多个值</translation>
    </message>
    <message>
        <location filename="app/docks/node_form.py"/>
        <source>{param}: {value}</source>
        <translation>{param}：{value}</translation>
    </message>
    <message>
        <location filename="app/gallery/store.py"/>
        <source>{path} is no longer shown here. Its files stay.</source>
        <translation>{path} 不再显示在这里。其文件仍保留。</translation>
    </message>
    <message>
        <location filename="app/canvas/zoom_bar.py"/>
        <location filename="app/dialogs/settings.py"/>
        <location filename="app/editors/mask_painter/painter.py"/>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <location filename="app/running/run_display.py"/>
        <source>{percent} % · {title}</source>
        <translation>{percent} % · {title}</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>{ports} are left free.</source>
        <translation>{ports} 仍未连接。</translation>
    </message>
    <message>
        <location filename="app/search/node_search.py"/>
        <source>{ports} is left free.</source>
        <translation>{ports} 仍未连接。</translation>
    </message>
    <message>
        <location filename="app/tools/subgraph_commands.py"/>
        <source>{port} is now shown as {name}.</source>
        <translation>{port} 现在显示为 {name}。</translation>
    </message>
    <message>
        <location filename="app/tools/fitting.py"/>
        <source>{port} takes {wanted}, not {given}.</source>
        <translation>{port} 接收 {wanted}，而不是 {given}。</translation>
    </message>
    <message>
        <location filename="app/docks/port_row.py"/>
        <source>{port}: {other}</source>
        <translation>{port}：{other}</translation>
    </message>
    <message>
        <location filename="app/docks/gallery_actions.py"/>
        <source>{program} made this picture; its settings can be used, but not opened.</source>
        <translation>这张图片由 {program} 生成；可以使用其设置，但无法打开。</translation>
    </message>
    <message>
        <location filename="app/gallery/live_gallery.py"/>
        <source>{program} made this picture; the gallery shows how.</source>
        <translation>这张图片由 {program} 生成；图库会显示生成方式。</translation>
    </message>
    <message>
        <location filename="app/sweeps/axis_form.py"/>
        <source>{role}: values</source>
        <translation>{role}：取值</translation>
    </message>
    <message>
        <location filename="app/preview/dock.py"/>
        <source>{sampler} · x₀ at step {step}</source>
        <translation>{sampler} · 第 {step} 步的 x₀</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <source>{sampler}, step {step}</source>
        <translation>{sampler}，第 {step} 步</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>{seconds:.2f} s</source>
        <translation>{seconds:.2f} 秒</translation>
    </message>
    <message>
        <location filename="app/running/words.py"/>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <location filename="app/compare/page.py"/>
        <source>{sentence} {next}</source>
        <translation>{sentence}{next}</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>{sentence}.</source>
        <translation>{sentence}。</translation>
    </message>
    <message>
        <location filename="app/tools/wiring_by_keys.py"/>
        <source>{side}, linked</source>
        <translation>{side}，已连接</translation>
    </message>
    <message>
        <location filename="app/tools/wiring_by_keys.py"/>
        <source>{side}, linked to {link}</source>
        <translation>{side}，连接到 {link}</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>{size} more memory than at its begin</source>
        <translation>比开始时多占用 {size} 内存</translation>
    </message>
    <message>
        <location filename="app/preview/picture_view.py"/>
        <source>{size} · {percent} %</source>
        <translation>{size} · {percent} %</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <source>{step} · σ {sigma}</source>
        <translation>{step} · σ {sigma}</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>{time:.0f} µs</source>
        <translation>{time:.0f} 微秒</translation>
    </message>
    <message>
        <location filename="app/timings/words.py"/>
        <source>{time:.3g} ms</source>
        <translation>{time:.3g} 毫秒</translation>
    </message>
    <message>
        <location filename="app/timings/flame_view.py"/>
        <source>{time:.6g} ms</source>
        <translation>{time:.6g} 毫秒</translation>
    </message>
    <message>
        <location filename="app/timings/flame_view.py"/>
        <source>{time:.6g} s</source>
        <translation>{time:.6g} 秒</translation>
    </message>
    <message>
        <location filename="app/running/node_previews.py"/>
        <location filename="app/sweeps/sweep_run.py"/>
        <source>{time} left</source>
        <translation>还需 {time}</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>{time}; {nodes}. Ended at {when}.</source>
        <translation>{time}；{nodes}。结束于 {when}。</translation>
    </message>
    <message>
        <location filename="app/timings/page.py"/>
        <source>{title}, {when}</source>
        <translation>{title}，{when}</translation>
    </message>
    <message>
        <location filename="app/context_menus.py"/>
        <source>{type} has no output that fits this wire.</source>
        <translation>{type} 没有适合此连线的输出。</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>{type}, in {subgraph}</source>
        <translation>{type}，位于 {subgraph}</translation>
    </message>
    <message>
        <location filename="app/dialogs/settings.py"/>
        <source>{used} of {limit}</source>
        <translation>{used} / {limit}</translation>
    </message>
    <message>
        <location filename="app/editors/prompt.py"/>
        <source>{used} of {limit} tokens</source>
        <translation>{used} / {limit} 个 token</translation>
    </message>
    <message>
        <location filename="app/running/gauge.py"/>
        <source>{used} of {total} GB</source>
        <translation>{used} / {total} GB</translation>
    </message>
    <message>
        <location filename="app/compare/entries.py"/>
        <source>{value} (default)</source>
        <translation>{value}（默认）</translation>
    </message>
    <message>
        <location filename="app/running/run_display.py"/>
        <source>{what}, {left}.</source>
        <translation>{what}，{left}。</translation>
    </message>
    <message>
        <location filename="app/preview/picture_view.py"/>
        <source>{which} · {size} · {percent} %</source>
        <translation>{which} · {size} · {percent} %</translation>
    </message>
    <message>
        <location filename="app/engine/client.py"/>
        <source>{why} It is started again.</source>
        <translation>{why}正在重新启动。</translation>
    </message>
    <message>
        <location filename="app/engine/client.py"/>
        <source>{why} It was started {number} times within a minute.</source>
        <translation>{why}一分钟内已启动 {number} 次。</translation>
    </message>
    <message>
        <location filename="app/preview/picture_view.py"/>
        <source>{width} × {height}</source>
        <translation>{width} × {height}</translation>
    </message>
    <message>
        <location filename="app/preview/compare_view.py"/>
        <source>|A − B| × {gain}</source>
        <translation>|A − B| × {gain}</translation>
    </message>
    <message>
        <location filename="app/preview/compare_bar.py"/>
        <source>× {gain}</source>
        <translation>× {gain}</translation>
    </message>
    <message>
        <location filename="app/preview/scrubber.py"/>
        <source>σ {sigma}</source>
        <translation>σ {sigma}</translation>
    </message>
    <message>
        <location filename="app/gallery/query.py"/>
        <source>“is:” takes starred, rated or tagged.</source>
        <translation>“is:” 可用 starred、rated 或 tagged。</translation>
    </message>
    <message>
        <location filename="app/gallery/store.py"/>
        <source>“{name}” can't be read.</source>
        <translation>无法读取“{name}”。</translation>
    </message>
    <message>
        <location filename="app/dialogs/file_bar.py"/>
        <source>“{name}” is no longer there. What you see is kept; saving writes it again.</source>
        <translation>“{name}”已不存在。当前内容会保留；保存时将重新写入。</translation>
    </message>
    <message>
        <location filename="app/dialogs/file_bar.py"/>
        <source>“{name}” was changed by another program, and by you.</source>
        <translation>“{name}”已被其他程序更改，您也作了更改。</translation>
    </message>
    <message>
        <location filename="app/dialogs/file_bar.py"/>
        <source>“{name}” was changed by another program.</source>
        <translation>“{name}”已被其他程序更改。</translation>
    </message>
    <message>
        <location filename="app/sweeps/definition.py"/>
        <source>“{param}” has an axis already.</source>
        <translation>“{param}” 已有一个轴。</translation>
    </message>
</context>
</TS>
