"""Words on the controls of a chapter, in notebooks and on pages, in both languages."""

from __future__ import annotations

from sim.course.text import Text

STUDENT = Text(en="Student number", zh="学号")
STUDENT_HELP = Text(
    en="Your number decides which market you get. The same number always gives the same market.",
    zh="学号决定你得到哪一个市场。同一学号总是得到同一个市场。",
)
GUEST = Text(
    en="Without a number you work in the market of a guest, and there is nothing to hand in.",
    zh="不填学号时使用访客的市场，也没有可以上交的成绩。",
)
IN_USE = Text(
    en="Student {student}: your market has the seed {seed}. Progress is kept in {file}.",
    zh="学号 {student}：你的市场的随机种子是 {seed}。进度保存在 {file} 中。",
)
NUMBER_WRONG = Text(
    en="{given} is no student number; type 1 to {most} letters or digits.",
    zh="{given} 不是学号；请输入 1 至 {most} 个字母或数字。",
)
SAVE = Text(en="Save predictions", zh="保存预测")
SAVED = Text(
    en="Your predictions are saved and can no longer be changed. The result is under “What happened”.",
    zh="预测已保存，不能再更改。结果见“发生了什么”。",
)
RANGE = Text(en="I am 8 times out of 10 sure that it lies between", zh="我有八成把握它介于")
RANGE_HELP = Text(
    en="Give your best guess, and a range in which you are sure 8 times out of 10 to find the result.",
    zh="请给出最佳估计，以及有八成把握包含结果的区间。",
)
AT_LEAST = Text(en="At least", zh="至少")
AT_MOST = Text(en="At most", zh="至多")
YOUR_ANSWER = Text(en="Your answer", zh="你的回答")
BEST = Text(en="Your best guess", zh="你的最佳估计")
CHOOSE_ALL = Text(en="Choose an answer to every question first.", zh="请先回答每一个问题。")
RANGE_WRONG = Text(
    en="The range must hold your best guess and be wider than nothing.", zh="区间必须包含最佳估计，而且上限要大于下限。"
)
LOCKED = Text(
    en="Locked: save your predictions first. This part then appears here.",
    zh="尚未开放：请先保存预测，这一部分随后显示。",
)
RUNNING = Text(en="Your market is being run. This takes some seconds …", zh="正在运行你的市场，需要几秒钟……")
QUESTION = Text(en="Question", zh="问题")
PREDICTED = Text(en="You predicted", zh="你的预测")
RESULT = Text(en="Result", zh="结果")
FITS = Text(en="Verdict", zh="判断")
INSIDE = Text(en="inside your range", zh="在你的区间内")
OUTSIDE = Text(en="outside your range", zh="在你的区间外")
RIGHT = Text(en="right", zh="正确")
WRONG = Text(en="not so", zh="不是这样")
IDEA = Text(en="Id", zh="编号")
COURSE_SAYS = Text(en="The course says", zh="课程的说法")
YOUR_RUN = Text(en="Your market shows", zh="你的市场显示")
CHECK = Text(en="Check answer", zh="检查答案")
TRIES = Text(en="Attempts: {tries}. The first one counts.", zh="作答次数：{tries}。以第一次为准。")
ANSWERED = Text(en="Your answer: {answer}", zh="你的回答：{answer}")
NO_ANSWER = Text(en="Give an answer first.", zh="请先作答。")
ORDER_OF = Text(en="Place {place}", zh="第 {place} 位")
ANSWER_IN = Text(en="Answer ({unit})", zh="回答（{unit}）")
TRUE = Text(en="choose", zh="请选择")
KEEP = Text(en="Save text", zh="保存文字")
KEPT = Text(en="Saved.", zh="已保存。")
HAND_IN = Text(en="Write file to hand in", zh="生成要上交的文件")
WRITTEN = Text(en="Written: {file}. {result}", zh="已生成：{file}。{result}")
NEEDS_NUMBER = Text(en="Type your student number at the top of this page first.", zh="请先在本页顶部填写学号。")
CALIBRATION = Text(en="Your predictions in all chapters so far", zh="你在各章中的预测")
WEEK = Text(en="week", zh="周")
DIFFERENCE = Text(
    en="{figure} of {firm} in the last quarter: {one} {label}, {two} {other}",
    zh="最后一个季度 {firm} 的{figure}：{label} {one}，{other} {two}",
)
FIGURES = {
    "share": Text(en="Share of revenue (%)", zh="收入份额（%）"),
    "profit": Text(en="Profit since week 0", zh="自第 0 周起的利润"),
    "customers": Text(en="Customers", zh="顾客数"),
    "exits": Text(en="Exits since week 0", zh="自第 0 周起的退出人数"),
    "revenue": Text(en="Revenue since week 0", zh="自第 0 周起的收入"),
}
